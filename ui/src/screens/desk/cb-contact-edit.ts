import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import { ApiError } from '../../data/api.ts'
import { type Contact, type ContactChange, changeContact } from '../../data/contacts.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-callout.ts'
import '../../elements/cb-dialog.ts'
import '../../elements/cb-input.ts'
import { define } from '../../elements/define.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import { reasonOf } from './conversation-actions.ts'

const fields = ['name', 'email', 'phone_number', 'company_name', 'city'] as const
type Field = (typeof fields)[number]
const inside: readonly Field[] = ['company_name', 'city']

/**
 * Changes who a contact is.
 * @fires cb-saved - with the `contact` as the server has it
 * @fires cb-close - without a change
 */
export class CbContactEdit extends LitElement {
  static override styles = [base, css`form { display: grid; gap: var(--cb-space-16); }`]

  @property({ type: Number }) account = 0
  @property({ attribute: false }) contact!: Contact
  @state() private error: unknown
  @state() private isSaving = false

  override render() {
    return html`<cb-dialog open label=${t('desk.contact.edit')} @cb-close=${() => this.#close()}>
      <form id="contact" @submit=${this.#save}>
        ${this.error && !this.#wrongFields.length ? html`<cb-callout tone="bad" role="alert">${reasonOf(this.error)}</cb-callout>` : nothing}
        ${fields.map(this.#field)}
        <button type="submit" hidden></button>
      </form>
      <cb-button slot="footer" @click=${() => this.#close()}>${t('desk.cancel')}</cb-button>
      <cb-button slot="footer" kind="primary" ?loading=${this.isSaving} @click=${this.#save}>${t('desk.contact.save')}</cb-button>
    </cb-dialog>`
  }

  #field = (name: Field) => {
    const isWrong = this.#wrongFields.includes(name)
    const type = name === 'email' ? 'email' : name === 'phone_number' ? 'tel' : 'text'
    return html`<cb-input name=${name} type=${type} label=${t(`desk.contact.${name}`)} .value=${this.#valueOf(name)} error=${isWrong ? this.#wrong(name) : ''} placeholder=${name === 'phone_number' ? '+14155550100' : ''}></cb-input>`
  }

  get #wrongFields(): Field[] {
    const { error } = this
    return error instanceof ApiError ? fields.filter((name) => error.attributes.includes(name)) : []
  }

  #wrong(name: Field): string {
    if (this.error instanceof ApiError && /taken/i.test(this.error.message)) return t('desk.contact.taken')
    if (name === 'email') return t('desk.contact.email.wrong')
    if (name === 'phone_number') return t('desk.contact.phone_number.wrong')
    return reasonOf(this.error)
  }

  #valueOf(name: Field): string {
    const source = inside.includes(name)
      ? this.contact.additional_attributes
      : (this.contact as unknown as Record<string, unknown>)
    return String(source?.[name] ?? '')
  }

  #save = async (event: Event): Promise<void> => {
    event.preventDefault()
    const entered = (name: Field) =>
      this.renderRoot.querySelector<HTMLElement & { value: string }>(`[name=${name}]`)?.value?.trim() ?? ''
    const change: ContactChange = {
      name: entered('name'),
      email: entered('email') || null,
      phone_number: entered('phone_number') || null,
      additional_attributes: {
        ...this.contact.additional_attributes,
        company_name: entered('company_name'),
        city: entered('city'),
      },
    }
    this.isSaving = true
    try {
      const contact = await changeContact(this.account, this.contact.id, change)
      this.dispatchEvent(new CustomEvent('cb-saved', { detail: { contact } }))
    } catch (error) {
      this.error = error
    } finally {
      this.isSaving = false
    }
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('cb-close'))
  }
}

define('cb-contact-edit', CbContactEdit)

declare global {
  interface HTMLElementTagNameMap {
    'cb-contact-edit': CbContactEdit
  }
}
