import { css, html, LitElement } from 'lit'
import { state } from 'lit/decorators.js'
import { requestPasswordReset } from '../../data/entrance.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-callout.ts'
import '../../elements/cb-input.ts'
import { define } from '../../elements/define.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import './cb-auth-page.ts'
import { formStyles, isEmail } from './form.ts'

/** Asks for a letter with a link to a new password. */
export class CbForgottenPassword extends LitElement {
  static override styles = [base, formStyles, css`:host { display: block; }`]

  @state() private email = ''
  @state() private error = ''
  @state() private isSending = false
  @state() private isSent = false

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    this.error = isEmail(this.email) ? '' : t('auth.email.wrong')
    if (this.error) return
    this.isSending = true
    try {
      await requestPasswordReset(this.email.trim())
      this.isSent = true
    } catch (error) {
      this.error = failureText(error)
    } finally {
      this.isSending = false
    }
  }

  override render() {
    return html`<cb-auth-page>${this.isSent ? this.#renderSent() : this.#renderForm()}</cb-auth-page>`
  }

  #renderForm() {
    return html`<form novalidate @submit=${this.#submit}>
      <div><h1>${t('auth.forgotten.title')}</h1><p class="lead">${t('auth.forgotten.lead')}</p></div>
      <cb-input
        name="email" type="email" size="l" autocomplete="username" inputmode="email" autocapitalize="off" label=${t('auth.email.label')}
        .value=${this.email} .error=${this.error} @input=${(event: Event) => {
          this.email = (event.target as HTMLInputElement).value
        }}
      ></cb-input>
      <cb-button type="submit" kind="primary" size="l" block ?loading=${this.isSending}>${t('auth.forgotten.button')}</cb-button>
      <p><a class="link" href="/app/login">${t('auth.back')}</a></p>
    </form>`
  }

  #renderSent() {
    return html`<div class="stack">
      <div><h1>${t('auth.forgotten.sentTitle')}</h1><p class="lead">${t('auth.forgotten.sent', { email: this.email.trim() })}</p></div>
      <cb-callout>${t('auth.forgotten.nothingCame')}</cb-callout>
      <p><a class="link" href="/app/login">${t('auth.back')}</a></p>
    </div>`
  }
}

define('cb-forgotten-password', CbForgottenPassword)

declare global {
  interface HTMLElementTagNameMap {
    'cb-forgotten-password': CbForgottenPassword
  }
}
