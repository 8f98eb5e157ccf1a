import { css, html, LitElement } from 'lit'
import { signOut } from '../../data/session.ts'
import '../../elements/cb-button.ts'
import { define } from '../../elements/define.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import './cb-auth-page.ts'
import { formStyles } from './form.ts'

/** Somebody who is signed in and belongs to no account any more. */
export class CbNoAccount extends LitElement {
  static override styles = [base, formStyles, css`:host { display: block; }`]

  override render() {
    return html`<cb-auth-page><div class="stack">
      <div><h1>${t('auth.noAccount.title')}</h1><p class="lead">${t('auth.noAccount.lead')}</p></div>
      <cb-button kind="primary" size="l" block @click=${() => void signOut()}>${t('auth.noAccount.button')}</cb-button>
    </div></cb-auth-page>`
  }
}

define('cb-no-account', CbNoAccount)

declare global {
  interface HTMLElementTagNameMap {
    'cb-no-account': CbNoAccount
  }
}
