import { css, html, LitElement, nothing } from 'lit'
import { state } from 'lit/decorators.js'
import { ApiError } from '../../data/api.ts'
import { createAdministrator, type FirstAdministrator } from '../../data/entrance.ts'
import { session, usualAccount } from '../../data/session.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-callout.ts'
import '../../elements/cb-input.ts'
import { define } from '../../elements/define.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { accountPath, navigate } from '../../shell/navigation.ts'
import { base } from '../../styles/base.ts'
import './cb-auth-page.ts'
import { formStyles, isEmail } from './form.ts'
import { isStrong, passwordRules, passwordRulesStyles } from './password-rules.ts'

type Errors = Partial<Record<keyof FirstAdministrator, string>>

/** The first visit of a new installation: its administrator and their workspace. */
export class CbSetup extends LitElement {
  static override styles = [base, formStyles, passwordRulesStyles, css`:host { display: block; }`]

  @state() private entered: FirstAdministrator = { account_name: '', name: '', email: '', password: '' }
  @state() private errors: Errors = {}
  @state() private problem = ''
  @state() private isSending = false

  #check(): Errors {
    const { account_name, name, email, password } = this.entered
    return {
      ...(account_name.trim() ? {} : { account_name: t('auth.setup.workspaceMissing') }),
      ...(name.trim() ? {} : { name: t('auth.setup.nameMissing') }),
      ...(isEmail(email) ? {} : { email: t('auth.email.wrong') }),
      ...(isStrong(password) ? {} : { password: t('auth.password.weak') }),
    }
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    this.errors = this.#check()
    this.problem = ''
    if (Object.keys(this.errors).length > 0) return this.#focusWrong()
    this.isSending = true
    try {
      await createAdministrator({ ...this.entered, email: this.entered.email.trim() })
      const account = session.value ? usualAccount(session.value) : undefined
      await navigate(account === undefined ? '/app' : accountPath('settings/inboxes/new', account))
    } catch (error) {
      this.#refused(error)
      await this.#focusWrong()
    } finally {
      this.isSending = false
    }
  }

  #refused(error: unknown): void {
    const attributes = error instanceof ApiError ? error.attributes : []
    const field = (Object.keys(this.entered) as (keyof FirstAdministrator)[]).find((name) => attributes.includes(name))
    if (field) this.errors = { [field]: failureText(error) }
    else this.problem = failureText(error)
  }

  async #focusWrong(): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('[invalid]')?.focus()
  }

  #input(name: keyof FirstAdministrator) {
    return (event: Event) => {
      this.entered = { ...this.entered, [name]: (event.target as HTMLInputElement).value }
      if (this.errors[name]) this.errors = { ...this.errors, [name]: '' }
    }
  }

  override render() {
    const { account_name, name, email, password } = this.entered
    return html`<cb-auth-page>
      <form novalidate @submit=${this.#submit}>
        <div><h1>${t('auth.setup.title')}</h1><p class="lead">${t('auth.setup.lead')}</p></div>
        ${this.problem ? html`<cb-callout tone="bad" role="alert">${this.problem}</cb-callout>` : nothing}
        <cb-input
          name="account_name" size="l" autocomplete="organization" label=${t('auth.setup.workspace')} hint=${t('auth.setup.workspaceHint')}
          .value=${account_name} .error=${this.errors.account_name ?? ''} @input=${this.#input('account_name')}
        ></cb-input>
        <cb-input
          name="name" size="l" autocomplete="name" label=${t('auth.setup.name')} .value=${name} .error=${this.errors.name ?? ''} @input=${this.#input('name')}
        ></cb-input>
        <cb-input
          name="email" type="email" size="l" autocomplete="username" inputmode="email" autocapitalize="off" label=${t('auth.setup.email')}
          .value=${email} .error=${this.errors.email ?? ''} @input=${this.#input('email')}
        ></cb-input>
        <div class="password">
          <cb-input
            name="password" type="password" size="l" password-toggle autocomplete="new-password" label=${t('auth.password.label')}
            .value=${password} .error=${this.errors.password ?? ''} @input=${this.#input('password')}
          ></cb-input>
          ${passwordRules(password)}
        </div>
        <cb-button type="submit" kind="primary" size="l" block ?loading=${this.isSending}>${t('auth.setup.button')}</cb-button>
        <p class="small">${t('auth.setup.foot')}</p>
      </form>
    </cb-auth-page>`
  }
}

define('cb-setup', CbSetup)

declare global {
  interface HTMLElementTagNameMap {
    'cb-setup': CbSetup
  }
}
