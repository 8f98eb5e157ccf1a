import { css } from 'lit'

/** The frame of every text control: one look for input, textarea, select and combobox. */
export const fieldStyles = css`
  :host { display: grid; gap: var(--cb-space-6); align-content: start; min-inline-size: 0; font-family: var(--cb-font); }
  [part~='form-control-label'] {
    display: none; align-items: center; gap: var(--cb-space-6);
    font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); font-weight: var(--cb-weight-medium); color: var(--cb-text);
  }
  [part~='form-control-label'].has-label { display: flex; }
  :host([label-hidden]) [part~='form-control-label'].has-label {
    position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  .optional { color: var(--cb-text-subtle); font-weight: var(--cb-weight-regular); }
  [part~='frame'], [part~='input-wrapper'], [part~='textarea-wrapper'], [part~='combobox'] {
    display: flex; align-items: center; gap: var(--cb-space-8); inline-size: 100%; min-inline-size: 0;
    min-block-size: var(--cb-control-md); padding-inline: var(--cb-space-12);
    border: 1px solid var(--cb-line-control); border-radius: var(--cb-radius-md);
    background: var(--cb-raised); color: var(--cb-text);
    font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm);
  }
  :host([size='l']) :is([part~='frame'], [part~='input-wrapper'], [part~='combobox']) { min-block-size: var(--cb-control-lg); font-size: var(--cb-size-md); }
  :host([size='s']) :is([part~='frame'], [part~='input-wrapper'], [part~='combobox']) { min-block-size: var(--cb-control-sm); padding-inline: var(--cb-space-8); }
  :is([part~='frame'], [part~='input-wrapper'], [part~='textarea-wrapper'], [part~='combobox']):focus-within {
    border-color: var(--cb-focus-color);
    box-shadow: 0 0 0 1px var(--cb-focus-color), 0 0 0 4px color-mix(in oklab, var(--cb-focus-color) 18%, transparent);
  }
  :host([invalid]) :is([part~='frame'], [part~='input-wrapper'], [part~='textarea-wrapper'], [part~='combobox']):not(:focus-within) { border-color: var(--cb-bad-icon); }
  :host([readonly]) :is([part~='frame'], [part~='input-wrapper'], [part~='textarea-wrapper']) { background: var(--cb-sunken); border-color: var(--cb-line-strong); }
  :host([disabled]) :is([part~='frame'], [part~='input-wrapper'], [part~='textarea-wrapper'], [part~='combobox']) {
    background: var(--cb-neutral-soft); border-color: transparent; color: var(--cb-text-disabled); cursor: not-allowed;
  }
  input, textarea { font: inherit; color: inherit; letter-spacing: inherit; margin: 0; flex: 1; min-inline-size: 0; border: 0; outline: 0; background: none; padding: 0; appearance: none; text-overflow: ellipsis; }
  ::placeholder { color: var(--cb-text-subtle); opacity: 1; }
  input:-webkit-autofill { -webkit-background-clip: text; -webkit-text-fill-color: var(--cb-text); }
  ::-webkit-search-cancel-button, ::-webkit-search-decoration { appearance: none; }
  [part~='hint'] { margin: 0; display: none; font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); }
  [part~='hint'].has-slotted { display: block; }
  :host([invalid]) [part~='hint'] { margin: 0; display: none; }
  .error { margin: 0; display: flex; gap: var(--cb-space-4); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-bad-text); }
  .error .glyph { inline-size: .8125rem; block-size: .8125rem; flex: none; fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linecap: round; margin-block-start: 1px; color: var(--cb-bad-icon); }
`
