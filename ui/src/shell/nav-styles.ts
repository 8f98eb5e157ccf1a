import { css } from 'lit'

/** Rows of the second column: where inside a section. */
export const navStyles = css`
  :host { display: flex; flex-direction: column; min-block-size: 0; gap: 1px; }
  .group { display: flex; align-items: center; justify-content: space-between; min-block-size: 1.625rem; padding-inline: var(--cb-space-8); margin-block-start: var(--cb-space-12); font-size: var(--cb-size-xs); color: var(--cb-text-subtle); font-weight: var(--cb-weight-medium); inline-size: 100%; border-radius: var(--cb-radius-sm); }
  .group:hover { color: var(--cb-text-muted); }
  .group[aria-expanded='false'] .glyph { transform: rotate(-90deg); }
  .group[aria-expanded='false']:dir(rtl) .glyph { transform: rotate(90deg); }
  .item { display: flex; align-items: center; gap: var(--cb-space-8); min-block-size: var(--cb-nav-item); padding-inline: var(--cb-space-8); border-radius: var(--cb-radius-md); font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); color: var(--cb-text-muted); min-inline-size: 0; }
  .item:hover { background: var(--cb-hover); color: var(--cb-text); }
  .item:focus-visible { border-radius: var(--cb-radius-md); outline-offset: -2px; }
  .item[aria-current] { background: light-dark(var(--cb-core-paper-0), var(--cb-core-night-800)); color: var(--cb-text); font-weight: var(--cb-weight-medium); box-shadow: var(--cb-shadow-1), inset 0 0 0 1px var(--cb-line); }
  .item[aria-current] > .glyph:not([class*='channel-']) { color: var(--cb-brand); }
  .item > .words { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .end { margin-inline-start: auto; display: flex; align-items: center; gap: var(--cb-space-6); font-size: var(--cb-size-xs); color: var(--cb-text-subtle); font-variant-numeric: tabular-nums; font-weight: var(--cb-weight-regular); }
  .end > .glyph { color: var(--cb-warn-icon); }
  .swatch { inline-size: 0.625rem; block-size: 0.625rem; margin-inline: 0.1875rem; border-radius: 3px; background: var(--hue, var(--cb-hue-cord-text)); flex: none; forced-color-adjust: none; }
  .channel { display: contents; }
  @media (forced-colors: active) {
    .item[aria-current] { outline: 2px solid Highlight; outline-offset: -2px; }
  }
`
