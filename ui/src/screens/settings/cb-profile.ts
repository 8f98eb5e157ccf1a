import { css, html, nothing } from 'lit'
import { state } from 'lit/decorators.js'
import upload from 'lucide-static/icons/upload.svg?raw'
import { changeAvailability, changeProfile, removeAvatar, resetAccessToken } from '../../data/profile.ts'
import { type Availability, membershipIn, session, type User } from '../../data/session.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-avatar.ts'
import '../../elements/cb-badge.ts'
import '../../elements/cb-button.ts'
import { confirm } from '../../elements/cb-confirm.ts'
import '../../elements/cb-copy-field.ts'
import '../../elements/cb-form-row.ts'
import '../../elements/cb-input.ts'
import '../../elements/cb-page.ts'
import '../../elements/cb-segmented.ts'
import '../../elements/cb-select.ts'
import '../../elements/cb-textarea.ts'
import { define } from '../../elements/define.ts'
import { changeAppearance, type Density, readAppearance, type Theme } from '../../shell/appearance.ts'
import { languages } from '../../shell/catalogue.ts'
import { failureText } from '../../shell/failure.ts'
import { keepLanguage, language, t } from '../../shell/language.ts'
import { guardLeaving } from '../../shell/navigation.ts'
import { base } from '../../styles/base.ts'
import { isStrong, passwordRules, passwordRulesStyles } from '../auth/password-rules.ts'
import { askToLeave } from './ask-to-leave.ts'
import { entered } from './entered.ts'
import { SettingsScreen, settingsStyles } from './settings-screen.ts'

const largestPicture = 4 * 1024 * 1024
const sizes = [14, 15, 16, 18, 20]

interface Draft {
  name: string
  display_name: string
  message_signature: string
}

const draftOf = ({ name, display_name, message_signature }: User): Draft => ({
  name,
  display_name: display_name ?? '',
  message_signature: message_signature ?? '',
})

/** The reader's own user: who they are for others, and how this browser shows the dashboard. */
export class CbProfile extends SettingsScreen {
  static override styles = [
    base,
    settingsStyles,
    passwordRulesStyles,
    css`.picture { display: flex; align-items: center; gap: var(--cb-space-16); flex-wrap: wrap; } cb-form-row > .two { align-items: start; }`,
  ]

  @state() private draft: Draft | undefined = session.value ? draftOf(session.value) : undefined
  @state() private nameError = ''
  @state() private pictureError = ''
  @state() private appearance = readAppearance()
  @state() private passwords = { current: '', next: '' }
  @state() private passwordErrors: { current?: string; next?: string } = {}
  @state() private busy: 'profile' | 'password' | 'picture' | 'token' | '' = ''
  #isChanged = false
  #stop: (() => void) | undefined
  readonly #session = new Watch(this, () => session)

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
    this.nameError = draft.name.trim() ? '' : t('settings.profile.nameMissing')
    if (this.nameError) return
    this.busy = 'profile'
    if (await this.attempt(() => changeProfile({ ...draft, name: draft.name.trim() }), t('settings.saved')))
      this.#isChanged = false
    this.busy = ''
  }

  async #savePassword(event?: Event): Promise<void> {
    event?.preventDefault()
    const { current, next } = this.passwords
    this.passwordErrors = {
      ...(current ? {} : { current: t('settings.profile.currentMissing') }),
      ...(isStrong(next) ? {} : { next: t('settings.profile.passwordWeak') }),
    }
    if (Object.keys(this.passwordErrors).length > 0) return
    this.busy = 'password'
    try {
      await changeProfile({ current_password: current, password: next, password_confirmation: next })
      this.passwords = { current: '', next: '' }
      await this.attempt(async () => {}, t('settings.profile.passwordSaved'))
    } catch (error) {
      this.passwordErrors = { current: failureText(error) }
    } finally {
      this.busy = ''
    }
  }

  async #upload(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement
    const [avatar] = input.files ?? []
    input.value = ''
    if (!avatar) return
    this.pictureError = avatar.size > largestPicture ? t('settings.profile.pictureLarge') : ''
    if (this.pictureError) return
    this.busy = 'picture'
    await this.attempt(() => changeProfile({ avatar }), t('settings.saved'))
    this.busy = ''
  }

  async #resetToken(): Promise<void> {
    const isSure = await confirm({
      title: t('settings.profile.tokenTitle'),
      text: t('settings.profile.tokenText'),
      action: t('settings.profile.tokenReset'),
    })
    if (!isSure) return
    this.busy = 'token'
    await this.attempt(resetAccessToken, t('settings.profile.tokenDone'))
    this.busy = ''
  }

  #show(change: Parameters<typeof changeAppearance>[0]): void {
    changeAppearance(change)
    this.appearance = readAppearance()
  }

  override render() {
    const user = this.#session.value
    return html`<cb-page .parent=${this.parentPage} measure="form" heading=${t('settings.profile.title')} lead=${t('settings.profile.lead')}>
      <cb-button slot="action" kind="primary" ?loading=${this.busy === 'profile'} @click=${this.#save}>${t('settings.saveChanges')}</cb-button>
      ${user && this.draft ? html`${this.#renderYou(user, this.draft)}${this.#renderAppearance()}${this.#renderPassword()}${this.#renderToken(user)}` : nothing}
    </cb-page>`
  }

  #renderYou(user: User, draft: Draft) {
    const membership = membershipIn(user, this.account)
    const availabilities = (['online', 'busy', 'offline'] as const).map((value) => ({
      value,
      label: t(`shell.availability.${value}`),
    }))
    return html`<section class="card rows" aria-label=${t('settings.profile.title')}>
      <cb-form-row heading=${t('settings.profile.picture')} help=${t('settings.profile.pictureHelp')}>
        <div class="picture">
          <cb-avatar size="xl" labelled .name=${user.name} .src=${user.avatar_url} .presence=${membership?.availability_status ?? ''}></cb-avatar>
          <cb-button ?loading=${this.busy === 'picture'} @click=${() => this.renderRoot.querySelector<HTMLInputElement>('#picture')?.click()}><cb-icon slot="start" .name=${upload}></cb-icon>${t('settings.profile.upload')}</cb-button>
          ${user.avatar_url ? html`<cb-button kind="quiet" @click=${() => void this.attempt(removeAvatar, t('settings.saved'))}>${t('settings.profile.removePicture')}</cb-button>` : nothing}
          <input id="picture" type="file" accept="image/png,image/jpeg,image/gif,image/webp" hidden aria-label=${t('settings.profile.upload')} @change=${this.#upload}>
        </div>
        ${this.pictureError ? html`<cb-badge tone="bad">${this.pictureError}</cb-badge>` : nothing}
      </cb-form-row>
      <cb-form-row heading=${t('settings.profile.name')} help=${t('settings.profile.nameHelp')}>
        <div class="two">
          <cb-input name="name" label=${t('settings.profile.fullName')} autocomplete="name" .value=${draft.name} .error=${this.nameError} @input=${(event: Event) => this.#change({ name: entered(event) })}></cb-input>
          <cb-input name="display_name" label=${t('settings.profile.displayName')} autocomplete="nickname" .value=${draft.display_name} @input=${(event: Event) => this.#change({ display_name: entered(event) })}></cb-input>
        </div>
      </cb-form-row>
      <cb-form-row heading=${t('settings.profile.email')} help=${t('settings.profile.emailHelp')}>
        <cb-input label=${t('settings.profile.address')} readonly .value=${user.email}>${user.confirmed ? html`<cb-badge slot="end" tone="good" size="s">${t('settings.profile.verified')}</cb-badge>` : nothing}</cb-input>
      </cb-form-row>
      <cb-form-row heading=${t('shell.availability')} help=${t('settings.profile.availabilityHelp')}>
        <cb-segmented label=${t('shell.availability')} .options=${availabilities} .value=${membership?.availability ?? 'offline'} @change=${(event: Event) => void this.attempt(() => changeAvailability(this.account, entered(event) as Availability))}></cb-segmented>
      </cb-form-row>
      <cb-form-row heading=${t('settings.profile.signature')} help=${t('settings.profile.signatureHelp')}>
        <cb-textarea name="signature" rows="3" label=${t('settings.profile.signature')} label-hidden .value=${draft.message_signature} @input=${(event: Event) => this.#change({ message_signature: entered(event) })}></cb-textarea>
      </cb-form-row>
    </section>`
  }

  #renderAppearance() {
    const { theme, density, size } = this.appearance
    const themes = (['light', 'dark', 'system'] as const).map((value) => ({ value, label: t(`shell.theme.${value}`) }))
    const densities = (['comfortable', 'compact'] as const).map((value) => ({
      value,
      label: t(`shell.density.${value}`),
    }))
    return html`<section class="card rows" aria-label=${t('shell.appearance')}>
      <cb-form-row heading=${t('shell.appearance')} help=${t('settings.profile.appearanceHelp')}>
        <cb-segmented label=${t('settings.profile.theme')} .options=${themes} .value=${theme} @change=${(event: Event) => this.#show({ theme: entered(event) as Theme })}></cb-segmented>
      </cb-form-row>
      <cb-form-row heading=${t('settings.profile.density')} help=${t('settings.profile.densityHelp')}>
        <cb-segmented label=${t('settings.profile.density')} .options=${densities} .value=${density} @change=${(event: Event) => this.#show({ density: entered(event) as Density })}></cb-segmented>
      </cb-form-row>
      <cb-form-row heading=${t('settings.profile.size')} help=${t('settings.profile.sizeHelp')}>
        <cb-segmented label=${t('settings.profile.size')} .options=${sizes.map((one) => ({ value: String(one), label: String(one) }))} .value=${String(size)} @change=${(event: Event) => this.#show({ size: Number(entered(event)) })}></cb-segmented>
      </cb-form-row>
      <cb-form-row heading=${t('settings.profile.language')} help=${t('settings.profile.languageHelp')}>
        <cb-select label=${t('settings.profile.language')} label-hidden .options=${Object.entries(languages).map(([value, label]) => ({ value, label }))} .value=${language} @change=${(
          event: Event,
        ) => {
          if (keepLanguage(entered(event))) location.reload()
        }}></cb-select>
      </cb-form-row>
    </section>`
  }

  #renderPassword() {
    const { current, next } = this.passwords
    return html`<section class="card rows" aria-label=${t('settings.profile.password')}><form novalidate @submit=${this.#savePassword}>
      <cb-form-row heading=${t('settings.profile.password')} help=${t('settings.profile.passwordHelp')}>
        <cb-input type="password" password-toggle autocomplete="current-password" label=${t('settings.profile.current')} .value=${current} .error=${this.passwordErrors.current ?? ''} @input=${(
          event: Event,
        ) => {
          this.passwords = { current: entered(event), next }
        }}></cb-input>
        <cb-input type="password" password-toggle autocomplete="new-password" label=${t('settings.profile.next')} .value=${next} .error=${this.passwordErrors.next ?? ''} @input=${(
          event: Event,
        ) => {
          this.passwords = { current, next: entered(event) }
        }}></cb-input>
        ${passwordRules(next)}
        <cb-button type="submit" ?loading=${this.busy === 'password'}>${t('settings.profile.changePassword')}</cb-button>
      </cb-form-row>
    </form></section>`
  }

  #renderToken(user: User) {
    return html`<section class="card rows" aria-label=${t('settings.profile.token')}>
      <cb-form-row heading=${t('settings.profile.token')} help=${t('settings.profile.tokenHelp')}>
        <cb-copy-field secret label=${t('settings.profile.token')} .value=${user.access_token}></cb-copy-field>
        <cb-button kind="danger-quiet" ?loading=${this.busy === 'token'} @click=${this.#resetToken}>${t('settings.profile.tokenReset')}</cb-button>
      </cb-form-row>
    </section>`
  }
}

define('cb-profile', CbProfile)

declare global {
  interface HTMLElementTagNameMap {
    'cb-profile': CbProfile
  }
}
