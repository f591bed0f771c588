"""Draws exchanges in a Sphinx site when it is built.

    import os, sys
    sys.path.append(os.path.abspath("node_modules/segno/python"))
    extensions = ["segno_sphinx"]

Then `.. segno::` in reStructuredText (with MyST also ```{segno}) holds exchanges. What is wrong ends the build with file
and line; `segno_on_wrong = "warn"` in conf.py has it only said. Other builders than those of HTML show the text.
"""

import subprocess
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.errors import ExtensionError
from sphinx.util import logging

SEGNO = Path(__file__).resolve().parent.parent / "dist" / "cli.js"
# Their pages are light, whatever the reader's system prefers.
LIGHT_THEMES = {"agogo", "alabaster", "bizstyle", "classic", "haiku", "nature", "pyramid", "scrolls", "sphinx_rtd_theme", "sphinxdoc", "traditional"}

log = logging.getLogger(__name__)


class Segno(Directive):
    has_content = True
    option_spec = {}

    def run(self):
        env = self.state.document.settings.env
        text = "\n".join(self.content)
        literal = nodes.literal_block(text, text, language="none")
        if env.app.builder.format != "html":
            return [literal]
        source, _ = self.state_machine.get_source_and_line(self.lineno)
        fence = "`" * 12
        run = subprocess.run(
            ["node", SEGNO, "embed", "--lang", env.config.segno_language, "--stdin-name", str(source), "-"],
            # Blank lines above keep the numbers of lines.
            input="\n" * (self.content_offset - 1) + f"{fence}segno\n{text}\n{fence}\n",
            capture_output=True,
            encoding="utf-8",
        )
        said = run.stderr.strip()
        if run.returncode > 1 or (run.returncode == 1 and env.config.segno_on_wrong != "warn"):
            raise ExtensionError(said)
        if said:
            log.warning(said)
        scheme = ' style="--segno-scheme: light"' if env.config.html_theme in LIGHT_THEMES else ""
        return [nodes.raw("", f"<div{scheme}>\n{run.stdout.strip()}\n</div>", format="html")]


def setup(app):
    app.add_config_value("segno_on_wrong", "fail", "env", str)
    app.add_config_value("segno_language", "en", "env", str)
    app.add_directive("segno", Segno)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
