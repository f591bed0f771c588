/**
 * The tiles of a drawing, of which only those near the visible part exist. One is replaced when it is ready, never
 * emptied first.
 */
import type { Drawing } from '../diagram/drawing.js';
import { tileKey, tilesOf, type Tile } from '../diagram/picture.js';
import type { Layout } from '../diagram/places.js';
import { knownBase, renderBase } from './base.js';
import { html } from './svg.js';
import { baseText, joinTile } from './tile.js';

export interface TilesEvents {
  /** What a tile shows is new: marks belong on it. */
  readonly filled: (host: HTMLElement) => void;
  /** Whether something near is still being drawn. */
  readonly busy: (busy: boolean) => void;
  readonly failed: (reason: string) => void;
}

interface Slot {
  readonly tile: Tile;
  /** The key of what it is to show, undefined until it is near. */
  key: string | undefined;
  readonly host: HTMLElement;
  /** The key of what is in the host, undefined while it is empty. */
  drawn: string | undefined;
  /** The key of what Mermaid is drawing for it. */
  pending: string | undefined;
}

/** How far beyond the visible part tiles are drawn, in pixels. */
const NEAR = 900;

export class Tiles {
  #slots: Slot[] = [];
  #shown: { readonly drawing: Drawing; readonly layout: Layout } | undefined;

  /** @param canvas has the tiles put into it */
  constructor(
    private readonly canvas: HTMLElement,
    private readonly events: TilesEvents,
  ) {}

  /** What holds each tile. */
  get hosts(): readonly HTMLElement[] {
    return this.#slots.map(({ host }) => host);
  }

  /** What holds the tile of a row. */
  hostOf(row: number): HTMLElement | undefined {
    return this.#slots.find(({ tile }) => row >= tile.first && row < tile.end)?.host;
  }

  /** Has another drawing, or the same laid out otherwise; nothing of it is drawn yet. */
  show(drawing: Drawing, layout: Layout): void {
    this.#shown = { drawing, layout };
    const old = this.#slots;
    this.#slots = tilesOf(layout).map((tile, index) => {
      const known = old[index];
      return {
        tile,
        key: undefined,
        host: known?.host ?? html('div', { class: 'segno-slot' }),
        drawn: known?.drawn,
        pending: known?.pending,
      };
    });
    for (const slot of old.slice(this.#slots.length)) slot.host.remove();
    for (const slot of this.#slots) if (!slot.host.isConnected) this.canvas.append(slot.host);
  }

  /** Forgets the drawing; the canvas is the caller's to empty. */
  clear(): void {
    this.#shown = undefined;
    this.#slots = [];
  }

  /** Puts each tile where the scale wants it. */
  place(scale: number): void {
    for (const { tile, host } of this.#slots) {
      host.style.transform = `translateY(${tile.top * scale}px) scale(${scale})`;
      host.style.width = `${this.#shown?.layout.width ?? 0}px`;
      host.style.height = `${tile.height}px`;
    }
  }

  /**
   * Draws the tiles that are near what is seen, whose top and bottom are given in pixels, those in view first, and leaves
   * out the others.
   */
  drawNear(top: number, bottom: number, scale: number): void {
    const near: { readonly slot: Slot; readonly away: number }[] = [];
    for (const slot of this.#slots) {
      const from = slot.tile.top * scale;
      const to = (slot.tile.top + slot.tile.reach) * scale;
      const away = Math.max(from - bottom, top - to, 0);
      if (away <= NEAR) {
        near.push({ slot, away });
      } else if (slot.drawn !== undefined && !slot.host.contains(document.activeElement)) {
        slot.host.replaceChildren();
        slot.drawn = undefined;
      }
    }
    for (const { slot } of near.sort((a, b) => a.away - b.away)) this.#draw(slot);
  }

  #draw(slot: Slot): void {
    const shown = this.#shown;
    if (!shown) return;
    const { tile } = slot;
    const { drawing, layout } = shown;
    const key = (slot.key ??= tileKey(drawing, layout, tile));
    if (slot.drawn === key || slot.pending === key) return;
    const text = baseText(drawing, layout, tile);
    const known = knownBase(text);
    if (known) {
      this.#fill(slot, drawing, layout, known);
      return;
    }
    slot.pending = key;
    this.#tellBusy();
    void renderBase(text)
      .then((base) => {
        const now = this.#settle(slot.host, key);
        if (now) this.#fill(now, drawing, layout, base);
      })
      .catch((reason: unknown) => {
        this.#settle(slot.host, key);
        this.events.failed(reason instanceof Error ? reason.message : String(reason));
      });
  }

  /** Mermaid is done with that key. Returns the slot, unless something newer has been asked for meanwhile. */
  #settle(host: HTMLElement, key: string): Slot | undefined {
    const slot = this.#slots.find((one) => one.host === host);
    if (!slot || slot.pending !== key) return undefined;
    slot.pending = undefined;
    this.#tellBusy();
    return slot.key === key ? slot : undefined;
  }

  #tellBusy(): void {
    this.events.busy(this.#slots.some(({ pending, key }) => pending !== undefined && pending === key));
  }

  #fill(slot: Slot, drawing: Drawing, layout: Layout, base: SVGSVGElement): void {
    const { tile, host } = slot;
    const { picture, placed } = joinTile(drawing, layout, tile, base);
    if (!placed) this.events.failed('Mermaid has drawn another number of messages than there are segments.');
    const focused = focusedRow(host);
    host.replaceChildren(picture);
    slot.drawn = slot.key;
    this.events.filled(host);
    if (focused === null) return;
    host.querySelector<SVGElement>(`.segno-row[data-row="${focused}"]`)?.focus({ preventScroll: true });
  }
}

/** The row in a tile that has the keyboard. */
function focusedRow(host: HTMLElement): string | null {
  const active = document.activeElement;
  return active && host.contains(active) ? active.getAttribute('data-row') : null;
}
