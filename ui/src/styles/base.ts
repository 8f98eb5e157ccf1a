import { css } from 'lit'

/** The first sheet of every element: reset, focus ring and the few words that all templates share. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  * {
    margin: 0;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  button,
  input,
  textarea,
  select {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    text-align: start;
  }
  ul,
  ol {
    list-style: none;
    padding: 0;
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  table {
    border-collapse: collapse;
    inline-size: 100%;
  }
  th {
    text-align: start;
    font-weight: inherit;
  }
  svg,
  img {
    display: block;
  }
  h1,
  h2,
  h3,
  h4 {
    font-weight: var(--cb-weight-strong);
    text-wrap: balance;
  }
  strong,
  b {
    font-weight: var(--cb-weight-strong);
  }
  :focus-visible {
    outline: var(--cb-focus-width) solid var(--cb-focus-color);
    outline-offset: var(--cb-focus-gap);
    border-radius: var(--cb-radius-sm);
  }
  ::selection {
    background: var(--cb-brand-soft-line);
    color: var(--cb-text);
  }

  /* read aloud, not seen */
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .truncate {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-inline-size: 0;
  }
  /* with dir="auto": a text cuts at its own end, yet sits on the interface's side */
  .auto {
    text-align: left;
    unicode-bidi: isolate;
  }
  :dir(rtl) > .auto {
    text-align: right;
  }
  .figures {
    font-variant-numeric: tabular-nums;
  }
  .muted {
    color: var(--cb-text-muted);
  }
  .subtle {
    color: var(--cb-text-subtle);
  }
  .spacer {
    flex: 1;
  }
  .link {
    color: var(--cb-text-link);
    font-weight: var(--cb-weight-medium);
    text-underline-offset: 2px;
  }
  .link:hover {
    text-decoration: underline;
  }

  .glyph {
    inline-size: var(--cb-icon-md);
    block-size: var(--cb-icon-md);
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.85;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .glyph.sm {
    inline-size: var(--cb-icon-sm);
    block-size: var(--cb-icon-sm);
    stroke-width: 2;
  }
  .glyph.xs {
    inline-size: 0.75rem;
    block-size: 0.75rem;
    stroke-width: 2.25;
  }
  .glyph.lg {
    inline-size: var(--cb-icon-lg);
    block-size: var(--cb-icon-lg);
    stroke-width: 1.75;
  }
  .glyph.flip:dir(rtl) {
    transform: scaleX(-1);
  }

  @media (max-width: 767px) {
    .wide-only {
      display: none !important;
    }
  }
  @media (min-width: 768px) {
    .narrow-only {
      display: none !important;
    }
  }
`
