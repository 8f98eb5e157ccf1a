import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { define } from '../elements/define.ts'
import { base } from '../styles/base.ts'
import type { Match } from './route.ts'

export class CbShell extends LitElement {
  static override styles = [base, css`:host { display: grid; block-size: 100dvh; }`]
  @property({ attribute: false }) match!: Match
  override render() {
    return html`<main><slot></slot></main>`
  }
}

define('cb-shell', CbShell)
