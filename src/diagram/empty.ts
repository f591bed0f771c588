import type { Drawing } from './drawing.js';

/** The drawing of an exchange in which nothing stands yet. */
export function emptyDrawing(place: Pick<Drawing, 'language' | 'title' | 'line' | 'endLine'>): Drawing {
  return { ...place, participants: [], ends: [], initial: [], rows: [], problems: [] };
}
