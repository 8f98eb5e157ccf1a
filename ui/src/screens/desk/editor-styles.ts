import { css } from 'lit'

/** The editable part; ProseMirror needs its white space kept. */
export const editorStyles = css`
  .edit { position: relative; min-block-size: 2.75rem; max-block-size: 12rem; overflow: auto; padding: var(--cb-space-4) var(--cb-space-16) var(--cb-space-8); font-size: var(--cb-size-md); line-height: var(--cb-leading-md); cursor: text; }
  .large .edit { min-block-size: 14rem; max-block-size: 50vh; }
  .edit textarea { display: block; inline-size: 100%; min-block-size: 2.25rem; field-sizing: content; border: 0; outline: 0; padding: 0; background: none; resize: none; line-height: inherit; }
  .edit ::placeholder, .edit.empty::before { color: var(--cb-text-subtle); opacity: 1; }
  .edit.empty::before { content: attr(data-placeholder); position: absolute; inset-inline: var(--cb-space-16); pointer-events: none; }
  .ProseMirror { position: relative; outline: 0; min-block-size: 2.25rem; white-space: pre-wrap; word-wrap: break-word; overflow-wrap: anywhere; font-variant-ligatures: none; }
  .ProseMirror p + p, .ProseMirror > * + * { margin-block-start: var(--cb-space-8); }
  .ProseMirror li > p + p { margin-block-start: 0; }
  .ProseMirror :is(ul, ol) { padding-inline-start: 1.25rem; list-style: revert; }
  .ProseMirror a { color: var(--cb-text-link); text-decoration: underline; text-underline-offset: 2px; }
  .ProseMirror code { font-family: var(--cb-font-mono); font-size: 0.92em; background: var(--cb-neutral-soft); border-radius: var(--cb-radius-xs); padding-inline: 0.1875rem; }
  .ProseMirror pre { padding: var(--cb-space-8); border-radius: var(--cb-radius-sm); background: var(--cb-neutral-soft); overflow-x: auto; white-space: pre; }
  .ProseMirror blockquote { padding-inline-start: var(--cb-space-12); color: var(--cb-text-muted); border-inline-start: 2px solid var(--cb-line-strong); }
  .ProseMirror .ProseMirror-trailingBreak { line-height: inherit; }
`
