import { css } from 'lit'

/** Bubbles, notes, ticks and the lines between them. */
export const messageStyles = css`
  .message { display: grid; grid-template-columns: 1.75rem minmax(0, 1fr); column-gap: var(--cb-space-8); align-items: end; }
  .message.out { grid-template-columns: minmax(0, 1fr) 1.75rem; }
  .message > cb-avatar { --size: 1.75rem; font-size: 0.65625rem; }
  .machine { display: grid; place-items: center; inline-size: 1.75rem; block-size: 1.75rem; border-radius: 50%; background: var(--cb-neutral-soft); color: var(--cb-text-muted); }
  .body { display: flex; flex-direction: column; align-items: flex-start; gap: var(--cb-space-2); min-inline-size: 0; }
  .out .body { align-items: flex-end; }
  .message.first { margin-block-start: var(--cb-space-8); }
  .bubble { position: relative; max-inline-size: min(86%, 32rem); padding: var(--cb-space-8) var(--cb-space-12); border-radius: var(--cb-radius-lg); background: var(--cb-bubble-in); color: var(--cb-bubble-in-text); overflow-wrap: anywhere; }
  .in .bubble.tail { border-end-start-radius: var(--cb-radius-xs); }
  .out .bubble { background: var(--cb-bubble-out); color: var(--cb-bubble-out-text); }
  .out .bubble.tail { border-end-end-radius: var(--cb-radius-xs); }
  .bubble.pending { opacity: 0.72; }
  .bubble.media { padding: 0; background: none; }
  .bubble > cb-attachment:not(:first-child) { margin-block-start: var(--cb-space-8); }
  .out .bubble.note, .bubble.note { background: var(--cb-bubble-note); color: var(--cb-bubble-note-text); box-shadow: inset 0 0 0 1px var(--cb-bubble-note-line); }
  .note-head, .kind { display: flex; align-items: center; gap: var(--cb-space-4); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); font-weight: var(--cb-weight-medium); color: var(--cb-warn-text); margin-block-end: var(--cb-space-4); }
  .kind { color: var(--cb-bubble-out-meta); }
  .quote { display: block; inline-size: 100%; margin: 0 0 var(--cb-space-6); padding: var(--cb-space-4) var(--cb-space-8); border-radius: var(--cb-radius-sm); background: color-mix(in oklab, currentColor 7%, transparent); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); }
  .quote b { display: flex; align-items: center; gap: 0.25rem; font-weight: var(--cb-weight-medium); }
  .quote > .truncate { display: block; }
  .choices { display: grid; gap: var(--cb-space-4); margin-block-start: var(--cb-space-8); }
  .choices li { padding: var(--cb-space-4) var(--cb-space-8); border-radius: var(--cb-radius-sm); box-shadow: inset 0 0 0 1px color-mix(in oklab, currentColor 20%, transparent); font-size: var(--cb-size-sm); }
  .choices li.chosen { background: color-mix(in oklab, currentColor 10%, transparent); font-weight: var(--cb-weight-medium); }
  .meta { display: flex; align-items: center; gap: var(--cb-space-4); padding-inline: var(--cb-space-4); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); font-variant-numeric: tabular-nums; }
  .tick { display: inline-grid; color: var(--cb-text-subtle); }
  .tick .glyph { stroke-width: 2.1; }
  .tick.read { color: var(--cb-tick-read); }
  .out .bubble.failed { box-shadow: inset 0 0 0 1.5px var(--cb-bad-line); background: var(--cb-bad-soft); color: var(--cb-text); }
  .bubble.failed.media { box-shadow: none; background: none; }
  .fail { display: flex; align-items: center; gap: var(--cb-space-6); max-inline-size: min(86%, 32rem); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-bad-text); padding-inline: var(--cb-space-4); }
  .fail b { font-weight: var(--cb-weight-medium); }
  .fail button { flex: none; color: var(--cb-text-link); font-weight: var(--cb-weight-strong); padding: var(--cb-space-4); margin: calc(-1 * var(--cb-space-4)); }
  .activity { margin-block: var(--cb-space-6); padding-inline: var(--cb-space-32); font-size: var(--cb-size-xs); line-height: 1.125rem; color: var(--cb-text-subtle); text-align: center; text-wrap: balance; overflow-wrap: anywhere; }
  .tools { position: absolute; inset-block-start: -0.875rem; inset-inline-end: 0.5rem; display: flex; padding: 2px; border-radius: var(--cb-radius-md); background: var(--cb-overlay); box-shadow: 0 0 0 1px var(--cb-overlay-line), var(--cb-shadow-2); opacity: 0; pointer-events: none; color: var(--cb-text); z-index: 1; }
  .bubble:hover > .tools, .tools:focus-within, .tools:has([aria-expanded='true']) { opacity: 1; pointer-events: auto; }
  @media (pointer: coarse) { .tools { position: static; margin-block-start: var(--cb-space-4); opacity: 1; pointer-events: auto; box-shadow: none; background: none; display: none; } .bubble:focus-within > .tools { display: flex; } }
  @media (max-width: 767px) { .bubble, .fail { max-inline-size: 90%; } }
  @media (prefers-contrast: more) { .bubble { box-shadow: inset 0 0 0 1px var(--cb-line-strong); } }
  @media (forced-colors: active) { .bubble { outline: 1px solid CanvasText; outline-offset: -1px; } }
`
