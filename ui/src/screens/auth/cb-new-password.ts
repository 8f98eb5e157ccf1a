import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import { ApiError } from '../../data/api.ts'
import { resetPassword } from '../../data/entrance.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-callout.ts'
import '../../elements/cb-input.ts'
import { define } from '../../elements/define.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { navigate } from '../../shell/navigation.ts'
import { base } from '../../styles/base.ts'
import './cb-auth-page.ts'
import { formStyles } from './form.ts'
import { isStrong, passwordRules, passwordRulesStyles } from './password-rules.ts'

/** Where the links in letters lead: a forgotten password, and an invitation. */
export class CbNewPassword extends LitElement {
  static override styles = [base, formStyles, passwordRulesStyles, css`:host { display: block; }`]

  @property({ attribute: false }) query = new URLSearchParams()
  @state() private password = ''
  @state() private error = ''
  @state() private isExpired = false
  @state() private isSending = false

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    this.error = isStrong(this.password) ? '' : t('auth.password.weak')
    if (this.error) return
    this.isSending = true
    try {
      await resetPassword(this.query.get('reset_password_token') ?? '', this.password)
      await navigate('/app')
    } catch (error) {
      this.isExpired = error instanceof ApiError && isDeadLink(error)
      if (!this.isExpired) this.error = failureText(error)
    } finally {
      this.isSending = false
    }
  }

  override render() {
    const isDead = this.isExpired || !this.query.get('reset_password_token')
    return html`<cb-auth-page>
      <form novalidate @submit=${this.#submit}>
        <div><h1>${t('auth.newPassword.title')}</h1><p class="lead">${t('auth.newPassword.lead')}</p></div>
        ${
          isDead
            ? html`<cb-callout tone="warn" role="alert" heading=${t('auth.link.dead')}>${t('auth.link.deadText')}
                <cb-button slot="action" href="/app/auth/reset/password">${t('auth.link.again')}</cb-button></cb-callout>`
            : nothing
        }
        <div class="password">
          <cb-input
            name="password" type="password" size="l" password-toggle autocomplete="new-password" label=${t('auth.newPassword.label')} ?disabled=${isDead}
            .value=${this.password} .error=${this.error} @input=${(event: Event) => {
              this.password = (event.target as HTMLInputElement).value
            }}
          ></cb-input>
          ${passwordRules(this.password)}
        </div>
        <cb-button type="submit" kind="primary" size="l" block ?disabled=${isDead} ?loading=${this.isSending}>${t('auth.newPassword.button')}</cb-button>
        <p><a class="link" href="/app/login">${t('auth.back')}</a></p>
      </form>
    </cb-auth-page>`
  }
}

/** The answer to a link that is wrong, used or too old. */
export const isDeadLink = ({ status, body }: ApiError): boolean =>
  status === 422 && typeof body === 'object' && body !== null && 'redirect_url' in body

define('cb-new-password', CbNewPassword)

declare global {
  interface HTMLElementTagNameMap {
    'cb-new-password': CbNewPassword
  }
}
