import { Task } from '@lit/task'
import { html } from 'lit'
import { state } from 'lit/decorators.js'
import { type Account, changeAccount, readAccount } from '../../data/account.ts'
import { session } from '../../data/session.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-copy-field.ts'
import '../../elements/cb-form-row.ts'
import '../../elements/cb-input.ts'
import '../../elements/cb-page.ts'
import '../../elements/cb-select.ts'
import '../../elements/cb-switch.ts'
import '../../elements/cb-textarea.ts'
import { define } from '../../elements/define.ts'
import { languages } from '../../shell/catalogue.ts'
import { t } from '../../shell/language.ts'
import { guardLeaving } from '../../shell/navigation.ts'
import { base } from '../../styles/base.ts'
import { askToLeave } from './ask-to-leave.ts'
import { entered, isOn } from './entered.ts'
import { loadFailed, loadingRows } from './load-states.ts'
import { SettingsScreen, settingsStyles } from './settings-screen.ts'

const day = 24 * 60

interface Draft {
  name: string
  locale: string
  support_email: string
  isResolving: boolean
  resolveDays: string
  resolveMessage: string
}

const draftOf = ({ name, locale, support_email, settings }: Account): Draft => ({
  name,
  locale,
  support_email: support_email ?? '',
  isResolving: Boolean(settings.auto_resolve_after),
  resolveDays: String(Math.max(1, Math.round((settings.auto_resolve_after ?? 30 * day) / day))),
  resolveMessage: settings.auto_resolve_message ?? '',
})

/** The workspace itself: name, language, what happens to conversations that nobody answers. */
export class CbSettingsAccount extends SettingsScreen {
  static override styles = [base, settingsStyles]

  @state() private draft: Draft | undefined
  @state() private errors: { name?: string; days?: string } = {}
  @state() private isSaving = false
  #isChanged = false
  #stop: (() => void) | undefined
  readonly #load = new Task(this, {
    task: async ([account]) => {
      this.draft = draftOf(await readAccount(account))
    },
    args: () => [this.account] as const,
  })

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = guardLeaving(() => !this.#isChanged || askToLeave())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  #change(part: Partial<Draft>): void {
    if (this.draft) this.draft = { ...this.draft, ...part }
    this.#isChanged = true
  }

  async #save(): Promise<void> {
    const { draft } = this
    if (!draft) return
    const days = Number(draft.resolveDays)
    this.errors = {
      ...(draft.name.trim() ? {} : { name: t('settings.account.nameMissing') }),
      ...(!draft.isResolving || (Number.isInteger(days) && days >= 1 && days <= 999)
        ? {}
        : { days: t('settings.account.daysWrong') }),
    }
    if (Object.keys(this.errors).length > 0) return
    this.isSaving = true
    const change = {
      name: draft.name.trim(),
      locale: draft.locale,
      support_email: draft.support_email.trim() || null,
      auto_resolve_after: draft.isResolving ? days * day : null,
      auto_resolve_message: draft.resolveMessage,
    }
    if (await this.attempt(() => changeAccount(this.account, change), t('settings.saved'))) {
      this.#isChanged = false
      this.#rename(change.name)
    }
    this.isSaving = false
  }

  // The switcher of accounts shows the session's names.
  #rename(name: string): void {
    const user = session.value
    if (user)
      session.value = {
        ...user,
        accounts: user.accounts.map((one) => (one.id === this.account ? { ...one, name } : one)),
      }
  }

  override render() {
    return html`<cb-page .parent=${this.parentPage} measure="form" heading=${t('settings.account.title')} lead=${t('settings.account.lead')}>
      <cb-button slot="action" kind="primary" ?loading=${this.isSaving} ?disabled=${!this.draft} @click=${this.#save}>${t('settings.saveChanges')}</cb-button>
      ${this.draft ? this.#renderForm(this.draft) : (this.#load.render({ error: (error) => loadFailed(error, () => void this.#load.run()) }) ?? loadingRows(4))}
    </cb-page>`
  }

  #renderForm(draft: Draft) {
    const options = Object.entries(languages).map(([value, label]) => ({ value, label }))
    return html`<div class="card rows">
      <cb-form-row heading=${t('settings.account.name')} help=${t('settings.account.nameHelp')}>
        <cb-input name="name" label=${t('settings.account.workspaceName')} .value=${draft.name} .error=${this.errors.name ?? ''} @input=${(event: Event) => this.#change({ name: entered(event) })}></cb-input>
      </cb-form-row>
      <cb-form-row heading=${t('settings.account.language')} help=${t('settings.account.languageHelp')}>
        <cb-select label=${t('settings.account.language')} label-hidden .options=${options} .value=${draft.locale} @change=${(event: Event) => this.#change({ locale: entered(event) })}></cb-select>
      </cb-form-row>
      <cb-form-row heading=${t('settings.account.email')} help=${t('settings.account.emailHelp')}>
        <cb-input name="support_email" type="email" label=${t('settings.account.address')} .value=${draft.support_email} @input=${(event: Event) => this.#change({ support_email: entered(event) })}></cb-input>
      </cb-form-row>
      <cb-form-row heading=${t('settings.account.resolve')} help=${t('settings.account.resolveHelp')}>
        <cb-switch .checked=${draft.isResolving} @change=${(event: Event) => this.#change({ isResolving: isOn(event) })}>${t('settings.account.resolveSwitch')}</cb-switch>
        ${
          draft.isResolving
            ? html`<cb-input type="number" min="1" max="999" label=${t('settings.account.resolveDays')} .value=${draft.resolveDays} .error=${this.errors.days ?? ''} @input=${(event: Event) => this.#change({ resolveDays: entered(event) })}></cb-input>
                <cb-textarea rows="2" label=${t('settings.account.resolveMessage')} hint=${t('settings.account.resolveMessageHint')} .value=${draft.resolveMessage} @input=${(event: Event) => this.#change({ resolveMessage: entered(event) })}></cb-textarea>`
            : ''
        }
      </cb-form-row>
      <cb-form-row heading=${t('settings.account.id')} help=${t('settings.account.idHelp')}>
        <cb-copy-field label=${t('settings.account.id')} .value=${String(this.account)}></cb-copy-field>
      </cb-form-row>
    </div>`
  }
}

define('cb-settings-account', CbSettingsAccount)

declare global {
  interface HTMLElementTagNameMap {
    'cb-settings-account': CbSettingsAccount
  }
}
