import { css, html, LitElement } from 'lit'
import { property, state } from 'lit/decorators.js'
import { confirmEmail } from '../../data/entrance.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-callout.ts'
import '../../elements/cb-skeleton.ts'
import { define } from '../../elements/define.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { navigate } from '../../shell/navigation.ts'
import { base } from '../../styles/base.ts'
import './cb-auth-page.ts'
import { formStyles } from './form.ts'

/** Where the link in a letter of confirmation leads: confirms and goes on. */
export class CbConfirmation extends LitElement {
  static override styles = [base, formStyles, css`:host { display: block; }`]

  @property({ attribute: false }) query = new URLSearchParams()
  @state() private problem = ''

  override firstUpdated(): void {
    void this.#confirm()
  }

  async #confirm(): Promise<void> {
    try {
      await confirmEmail(this.query.get('confirmation_token') ?? '')
      await navigate('/app')
    } catch (error) {
      this.problem = failureText(error)
    }
  }

  override render() {
    return html`<cb-auth-page><div class="stack">
      <div><h1>${t('auth.confirmation.title')}</h1><p class="lead">${t(this.problem ? 'auth.confirmation.failed' : 'auth.confirmation.lead')}</p></div>
      ${
        this.problem
          ? html`<cb-callout tone="warn" role="alert" heading=${t('auth.link.dead')}>${t('auth.confirmation.deadText')}</cb-callout><p><a class="link" href="/app/login">${t('auth.back')}</a></p>`
          : html`<cb-skeleton lines="3"></cb-skeleton>`
      }
    </div></cb-auth-page>`
  }
}

define('cb-confirmation', CbConfirmation)

declare global {
  interface HTMLElementTagNameMap {
    'cb-confirmation': CbConfirmation
  }
}
