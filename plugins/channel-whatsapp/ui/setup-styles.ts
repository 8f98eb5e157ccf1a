import { css } from 'lit'

export const setupStyles = css`
  :host { block-size: 100%; min-block-size: 0; font-size: var(--cb-size-md); }
  .step { font-size: var(--cb-size-sm); line-height: var(--cb-leading-md); } .step:focus { outline: none; }
  [slot='foot'] > cb-button[kind='quiet']:first-child { margin-inline-start: calc(-1 * var(--cb-control-pad)); }
  .ways { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--cb-space-20); align-items: start; }
  .single { max-inline-size: 42rem; }
  .fields { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-12); }
  .checks { display: grid; gap: var(--cb-space-6); color: var(--cb-text-muted); line-height: var(--cb-leading-sm); }
  .checks li { display: flex; gap: var(--cb-space-8); } .checks cb-icon { --cb-icon-size: .875rem; margin-block-start: 2px; } .checks .good { color: var(--cb-good-icon); }
  .asks { display: grid; gap: var(--cb-space-8); } .asks h3 { font-size: var(--cb-size-md); line-height: var(--cb-leading-md); }
  .open { display: flex; align-items: center; gap: var(--cb-space-12); padding: var(--cb-space-8) var(--cb-space-12); border-radius: var(--cb-radius-md); background: var(--cb-sunken); box-shadow: inset 0 0 0 1px var(--cb-line); } .open > span { flex: 1; min-inline-size: 0; } .open b, .open small { display: block; } .open small { font-size: var(--cb-size-xs); color: var(--cb-text-subtle); }
  .dry { display: grid; grid-template-columns: 1rem minmax(0, 1fr); gap: 2px var(--cb-space-8); padding-block: var(--cb-space-8); border-block-start: 1px solid var(--cb-line); } .dry:first-child { border: 0; } .dry b { font-weight: var(--cb-weight-strong); } .dry small { grid-column: 2; font-size: var(--cb-size-xs); line-height: 1.125rem; color: var(--cb-text-subtle); overflow-wrap: anywhere; }
  .dry cb-icon { margin-block-start: 2px; } .dry .good { color: var(--cb-good-icon); } .dry .warn { color: var(--cb-warn-icon); } .dry .neutral { color: var(--cb-neutral-icon); }
  .wait { display: grid; justify-items: center; padding: var(--cb-space-16) var(--cb-space-8) var(--cb-space-8); text-align: center; }
  .wait svg { inline-size: min(26rem, 100%); margin-block-end: var(--cb-space-16); fill: none; stroke-width: 3; stroke-linecap: round; }
  .wait h2 { font-size: var(--cb-size-lg); line-height: var(--cb-leading-lg); overflow-wrap: anywhere; }
  .ring { fill: var(--cb-surface); stroke: var(--cb-line-strong); } .hole { fill: var(--cb-line-strong); } .live { fill: var(--cb-surface); stroke: var(--cb-brand); } .live-hole, .plug { fill: var(--cb-brand); } .tip { fill: var(--cb-warn-icon); }
  .cord { stroke: var(--cb-brand); } .rest { stroke: var(--cb-line-strong); }
  .badges, .wait-foot { display: flex; gap: var(--cb-space-8); justify-content: center; flex-wrap: wrap; } .badges { margin-block-start: var(--cb-space-8); } .wait-foot { margin-block-start: var(--cb-space-24); }
  .gap { flex: 1; }
  @media (max-width: 1139px) { .ways { grid-template-columns: minmax(0, 1fr); } }
`
