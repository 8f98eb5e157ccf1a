import { css, html } from 'lit'

export const typingStyles = css`
  .dots { display: inline-flex; gap: 3px; align-items: center; }
  .dots i { inline-size: 5px; block-size: 5px; border-radius: 50%; background: currentColor; animation: typing 1.2s infinite var(--cb-ease); }
  .dots i:nth-child(2) { animation-delay: 0.15s; }
  .dots i:nth-child(3) { animation-delay: 0.3s; }
  @keyframes typing { 0%, 60%, 100% { opacity: 0.35; } 30% { opacity: 1; } }
  @media (prefers-reduced-motion: reduce) { .dots i { animation: none; } }
`

export const typingDots = html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`
