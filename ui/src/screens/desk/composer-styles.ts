import { css } from 'lit'

export const composerStyles = css`
  :host { display: block; flex: none; }
  .composer { position: relative; inline-size: calc(100% - 1.5rem); max-inline-size: var(--cb-thread-measure); margin: 0 auto var(--cb-space-12); border-radius: var(--cb-radius-lg); background: var(--cb-raised); box-shadow: inset 0 0 0 1px var(--cb-line-strong), var(--cb-shadow-2); }
  .composer:has(.edit :focus) { box-shadow: inset 0 0 0 1px var(--cb-focus-color), var(--cb-shadow-2); }
  .composer.note { background: var(--cb-bubble-note); box-shadow: inset 0 0 0 1.5px var(--cb-bubble-note-line), var(--cb-shadow-2); }
  .bar { display: flex; align-items: center; gap: 1px; padding: var(--cb-space-6) var(--cb-space-8); }
  .formats { display: flex; align-items: center; gap: 1px; }
  .line { inline-size: 1px; block-size: 1rem; margin-inline: var(--cb-space-4); background: var(--cb-line-strong); flex: none; }
  .modes { display: inline-flex; padding: 2px; border-radius: var(--cb-radius-md); background: var(--cb-neutral-soft); }
  .note .modes { background: color-mix(in oklab, var(--cb-text) 8%, transparent); }
  .modes button { display: inline-flex; align-items: center; gap: var(--cb-space-6); min-block-size: 1.5rem; padding-inline: var(--cb-space-8); border-radius: var(--cb-radius-sm); font-size: var(--cb-size-xs); font-weight: var(--cb-weight-medium); color: var(--cb-text-muted); white-space: nowrap; }
  .modes [aria-pressed='true'] { background: var(--cb-overlay); color: var(--cb-text); box-shadow: var(--cb-shadow-1); }
  .quoted { display: flex; align-items: center; gap: var(--cb-space-8); margin: 0 var(--cb-space-12) var(--cb-space-4); padding: var(--cb-space-4) var(--cb-space-4) var(--cb-space-4) var(--cb-space-8); border-radius: var(--cb-radius-sm); background: var(--cb-sunken); box-shadow: inset 0 0 0 1px var(--cb-line); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-muted); }
  .left { font-size: var(--cb-size-xs); color: var(--cb-text-subtle); font-variant-numeric: tabular-nums; margin-inline-end: var(--cb-space-8); }
  .left.over { color: var(--cb-bad-text); font-weight: var(--cb-weight-medium); }
  .split { display: inline-flex; gap: 1px; }
  .split cb-keys { --cb-keys-fill: none; --cb-keys-text: inherit; --cb-keys-line: color-mix(in oklab, currentColor 34%, transparent); }
  .split:has(.more) .send::part(base) { border-start-end-radius: 0; border-end-end-radius: 0; }
  .more::part(base) { border-start-start-radius: 0; border-end-start-radius: 0; padding-inline: var(--cb-space-6); }
  .closed { display: flex; align-items: center; flex-wrap: wrap; gap: var(--cb-space-12); padding: var(--cb-space-4) var(--cb-space-16) var(--cb-space-16); font-size: var(--cb-size-sm); line-height: var(--cb-leading-md); }
  .closed > .glyph { color: var(--cb-warn-icon); }
  .closed p { flex: 1 1 16rem; color: var(--cb-text-muted); }
  .closed b { color: var(--cb-text); }
  .closed .actions { display: flex; flex-wrap: wrap; gap: var(--cb-space-8); }
  cb-emoji { position: absolute; inset-block-end: 3rem; inset-inline-start: var(--cb-space-8); z-index: 3; }
  @media (max-width: 767px) {
    .composer { inline-size: 100%; max-inline-size: none; margin: 0; border-radius: var(--cb-radius-lg) var(--cb-radius-lg) 0 0; padding-block-end: env(safe-area-inset-bottom); }
    .modes button { min-block-size: 2rem; }
    .edit textarea, .ProseMirror { font-size: max(var(--cb-size-md), 16px); }
  }
  @media (forced-colors: active) { .composer { outline: 1px solid CanvasText; } .modes [aria-pressed='true'] { outline: 2px solid Highlight; outline-offset: -2px; } }
`
