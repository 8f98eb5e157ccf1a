import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { define } from './define.ts'

const apple = /Mac|iPhone|iPad/.test(navigator.platform)
const SIGNS: Record<string, string> = {
  $mod: apple ? '⌘' : 'Ctrl',
  Alt: apple ? '⌥' : 'Alt',
  Shift: apple ? '⇧' : 'Shift',
  Enter: '↵',
  Escape: 'Esc',
  Backspace: '⌫',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** What a key of the tinykeys grammar is called on this keyboard: `$mod+KeyK` gives ["Ctrl", "K"]. */
export const keyNames = (chord: string): string[] =>
  chord === 'Shift+?'
    ? ['?']
    : chord.split('+').map((key) => SIGNS[key] ?? key.replace(/^(Key|Digit)/, '').toLocaleUpperCase())

/** The keys of a shortcut, e.g. `keys="$mod+K"`; `keys="g i"` is one after the other. Unseen on narrow screens. */
export class CbKeys extends LitElement {
  static override styles = css`
    :host { display: inline-flex; gap: 2px; align-items: center; flex: none; }
    :host([hidden]) { display: none; }
    kbd {
      min-inline-size: 1.125rem; padding: 1px .25rem; box-sizing: border-box; border-radius: var(--cb-radius-xs); text-align: center;
      border: 1px solid var(--cb-keys-line, var(--cb-line-strong)); background: var(--cb-keys-fill, var(--cb-sunken)); color: var(--cb-keys-text, var(--cb-text-muted));
      font: var(--cb-weight-medium) var(--cb-size-2xs) / var(--cb-leading-2xs) var(--cb-font);
    }
    @media (max-width: 767px) { :host { display: none; } }
  `

  @property() keys = ''

  override render() {
    return this.keys
      .split(' ')
      .filter(Boolean)
      .map((chord) => keyNames(chord).map((name) => html`<kbd>${name}</kbd>`))
  }
}

define('cb-keys', CbKeys)

declare global {
  interface HTMLElementTagNameMap {
    'cb-keys': CbKeys
  }
}
