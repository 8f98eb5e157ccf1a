import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import { ApiError } from '../../data/api.ts'
import { signIn } from '../../data/session.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-callout.ts'
import '../../elements/cb-input.ts'
import { define } from '../../elements/define.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { navigate } from '../../shell/navigation.ts'
import { base } from '../../styles/base.ts'
import './cb-auth-page.ts'
import { formStyles, isEmail } from './form.ts'

/** Sign-in by e-mail and password. */
export class CbSignIn extends LitElement {
  static override styles = [base, formStyles, css`:host { display: block; }`]

  @property({ attribute: false }) query = new URLSearchParams()
  @state() private email = ''
  @state() private password = ''
  @state() private emailError = ''
  @state() private passwordError = ''
  @state() private isSending = false

  override connectedCallback(): void {
    super.connectedCallback()
    this.email = this.query.get('email') ?? ''
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    this.emailError = isEmail(this.email) ? '' : t('auth.email.wrong')
    this.passwordError = this.password ? '' : t('auth.password.missing')
    if (this.emailError || this.passwordError) return this.#focusWrong()
    this.isSending = true
    try {
      await signIn(this.email.trim(), this.password)
      await navigate('/app')
    } catch (error) {
      const isMismatch = error instanceof ApiError && error.status === 401 && /^Invalid login/.test(error.message)
      this.passwordError = isMismatch ? t('auth.signIn.mismatch') : failureText(error)
      await this.#focusWrong()
    } finally {
      this.isSending = false
    }
  }

  async #focusWrong(): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('[invalid]')?.focus()
  }

  override render() {
    const problem = this.query.get('error')
    return html`<cb-auth-page>
      <form novalidate @submit=${this.#submit}>
        <div><h1>${t(greeting())}</h1><p class="lead">${t('auth.signIn.lead')}</p></div>
        ${problem ? html`<cb-callout tone="warn">${t('auth.signIn.refused')}</cb-callout>` : nothing}
        <cb-input
          name="email" type="email" size="l" autocomplete="username" inputmode="email" autocapitalize="off" label=${t('auth.email.label')}
          .value=${this.email} .error=${this.emailError} @input=${(event: Event) => {
            this.email = entered(event)
          }}
        ></cb-input>
        <div class="password">
          <cb-input
            name="password" type="password" size="l" password-toggle autocomplete="current-password" label=${t('auth.password.label')}
            .value=${this.password} .error=${this.passwordError} @input=${(event: Event) => {
              this.password = entered(event)
            }}
          ></cb-input>
          <a class="link aside" href="/app/auth/reset/password">${t('auth.signIn.forgot')}</a>
        </div>
        <cb-button type="submit" kind="primary" size="l" block ?loading=${this.isSending}>${t('auth.signIn.button')}</cb-button>
      </form>
    </cb-auth-page>`
  }
}

const entered = (event: Event): string => (event.target as HTMLInputElement).value

function greeting(): 'auth.signIn.morning' | 'auth.signIn.afternoon' | 'auth.signIn.evening' {
  const hour = new Date().getHours()
  if (hour < 12) return 'auth.signIn.morning'
  return hour < 18 ? 'auth.signIn.afternoon' : 'auth.signIn.evening'
}

define('cb-sign-in', CbSignIn)

declare global {
  interface HTMLElementTagNameMap {
    'cb-sign-in': CbSignIn
  }
}
