"""Draws the exchanges of a MkDocs site when it is built: a hook, without any Python package of its own.

    hooks:
      - node_modules/segno/python/segno_mkdocs.py

What is wrong ends the build with file and line; `extra: {segno: {on_wrong: warn}}` in mkdocs.yml has it only said.
"""

import logging
import re
import subprocess
from pathlib import Path

from mkdocs.exceptions import PluginError

SEGNO = Path(__file__).resolve().parent.parent / "dist" / "cli.js"
BLOCK = re.compile(r"(`{3}|~{3}).*(segno|tcp)", re.IGNORECASE)

log = logging.getLogger("mkdocs.plugins.segno")


def on_page_markdown(markdown, page, config, **_):
    if not BLOCK.search(markdown):
        return markdown
    # MkDocs has taken the front matter off: blank lines in its place keep the numbers of lines.
    source = Path(page.file.abs_src_path).read_text(encoding="utf-8-sig")
    above = len(source.rstrip().splitlines()) - len(markdown.rstrip().splitlines())
    settings = config.extra.get("segno", {})
    run = subprocess.run(
        ["node", SEGNO, "embed", "--lang", settings.get("language", "en"), "--stdin-name", page.file.src_uri, "-"],
        input="\n" * max(above, 0) + markdown,
        capture_output=True,
        encoding="utf-8",
    )
    said = run.stderr.strip()
    if run.returncode > 1 or (run.returncode == 1 and settings.get("on_wrong") != "warn"):
        raise PluginError(said)
    if said:
        log.warning(said)
    return run.stdout
