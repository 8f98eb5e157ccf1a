import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import building from 'lucide-static/icons/building-2.svg?raw'
import copy from 'lucide-static/icons/copy.svg?raw'
import idCard from 'lucide-static/icons/id-card.svg?raw'
import mail from 'lucide-static/icons/mail.svg?raw'
import pencil from 'lucide-static/icons/pencil.svg?raw'
import phone from 'lucide-static/icons/phone.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'
import type { AccountData } from '../../data/account-data.ts'
import { type Contact, changeContact, dropContactAttribute, nameOf } from '../../data/contacts.ts'
import type { Conversation } from '../../data/conversation.ts'
import type { AttributeModel } from '../../data/custom-attributes.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-avatar.ts'
import '../../elements/cb-icon-button.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { t } from '../../shell/language.ts'
import { toast } from '../../shell/toast.ts'
import { base } from '../../styles/base.ts'
import './cb-accordion.ts'
import './cb-attributes.ts'
import './cb-conversation-facts.ts'
import './cb-participants.ts'
import './cb-previous-conversations.ts'
import { ConversationActions, reasonOf } from './conversation-actions.ts'

type AttributeEvent = CustomEvent<{ key: string; value: unknown }>

/**
 * Who the other side is, and what is known about the conversation.
 * @fires cb-panel - the panel was closed, where it covers the thread
 */
export class CbContactPanel extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; min-block-size: 0; border-inline-start: 1px solid var(--cb-line); background: var(--cb-sunken); overflow: hidden auto; scrollbar-width: none; --cb-avatar-ring: var(--cb-sunken); }
      .contact { padding: var(--cb-space-16); display: grid; gap: var(--cb-space-12); grid-template-columns: minmax(0, 1fr); }
      .id { display: flex; align-items: center; gap: var(--cb-space-12); min-inline-size: 0; }
      .id > div { flex: 1; min-inline-size: 0; }
      h2 { font-size: var(--cb-size-md); line-height: var(--cb-leading-md); overflow-wrap: anywhere; }
      .place { font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); }
      .facts { display: grid; grid-template-columns: 1rem minmax(0, 1fr) auto; gap: var(--cb-space-6) var(--cb-space-8); align-items: center; font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); min-block-size: 0; }
      .facts > .glyph { color: var(--cb-text-subtle); }
      .facts cb-icon-button { margin-block: -0.25rem; opacity: 0; }
      .facts:hover cb-icon-button, .facts cb-icon-button:focus-within { opacity: 1; }
      .close { display: none; }
      @media (pointer: coarse) { .facts cb-icon-button { opacity: 1; } }
      @media (max-width: 1139px) { .close { display: inline-flex; } }
    `,
  ]

  @property({ attribute: false }) data!: AccountData
  @property({ attribute: false }) conversation!: Conversation
  @state() private isEditing = false
  readonly #presence = new Watch(this, () => this.data.presence)
  readonly #definitions = new Watch(this, () => this.data.attributes)

  get #contact(): Contact {
    return this.conversation.meta.sender
  }

  override render() {
    const contactFields = this.#fields('contact_attribute')
    const conversationFields = this.#fields('conversation_attribute')
    return html`
      ${this.#head()}
      <cb-accordion name="conversation" heading=${t('desk.panel.conversation')}><cb-conversation-facts .data=${this.data} .conversation=${this.conversation}></cb-conversation-facts></cb-accordion>
      ${conversationFields.length > 0 ? html`<cb-accordion name="conversation-attributes" heading=${t('desk.panel.conversationAttributes')}><cb-attributes .definitions=${conversationFields} .values=${this.conversation.custom_attributes} @cb-attribute=${this.#changeConversation}></cb-attributes></cb-accordion>` : nothing}
      ${contactFields.length > 0 ? html`<cb-accordion name="attributes" heading=${t('desk.panel.attributes')}><cb-attributes .definitions=${contactFields} .values=${this.#contact.custom_attributes ?? {}} @cb-attribute=${this.#changeAttribute}></cb-attributes></cb-accordion>` : nothing}
      <cb-accordion name="previous" heading=${t('desk.panel.previous')}><cb-previous-conversations .account=${this.data.id} .contact=${this.#contact.id} .open=${this.conversation.id}></cb-previous-conversations></cb-accordion>
      <cb-accordion name="participants" heading=${t('desk.participants')}><cb-participants .data=${this.data} .conversation=${this.conversation.id}></cb-participants></cb-accordion>
      ${this.isEditing ? html`<cb-contact-edit .account=${this.data.id} .contact=${this.#contact} @cb-close=${() => (this.isEditing = false)} @cb-saved=${this.#saved}></cb-contact-edit>` : nothing}
    `
  }

  #fields = (model: AttributeModel) =>
    (this.#definitions.value ?? []).filter(({ attribute_model }) => attribute_model === model)

  #head() {
    const contact = this.#contact
    const { city, country, company_name } = contact.additional_attributes ?? {}
    const presence = this.#presence.value?.contacts[contact.id] ?? 'offline'
    const place = [city, country].filter(Boolean).join(', ')
    return html`<div class="contact">
      <div class="id">
        <cb-avatar size="l" .name=${nameOf(contact)} .src=${contact.thumbnail ?? ''} .presence=${presence === 'offline' ? '' : presence}></cb-avatar>
        <div><h2 class="auto" dir="auto">${nameOf(contact)}</h2>${place ? html`<p class="place auto" dir="auto">${place}</p>` : nothing}</div>
        <cb-icon-button size="s" .icon=${pencil} label=${t('desk.contact.edit')} @click=${this.#edit}></cb-icon-button>
        <cb-icon-button class="close" size="s" .icon=${x} label=${t('desk.panel.hide')} @click=${this.#close}></cb-icon-button>
      </div>
      ${this.#fact(phone, contact.phone_number, t('desk.contact.copyPhone'))}
      ${this.#fact(mail, contact.email, t('desk.contact.copyEmail'))}
      ${this.#fact(idCard, contact.identifier, t('desk.contact.copyIdentifier'))}
      ${this.#fact(building, company_name as string | undefined, t('desk.contact.copyCompany'))}
    </div>`
  }

  #fact(icon: string, value: string | null | undefined, copyWords: string) {
    if (!value) return nothing
    return html`<div class="facts">${glyph(icon, 'sm')}<span class="truncate figures auto" dir="auto" title=${value}>${value}</span><cb-icon-button size="xs" .icon=${copy} label=${copyWords} @click=${() => this.#copy(value)}></cb-icon-button></div>`
  }

  async #copy(value: string): Promise<void> {
    await navigator.clipboard.writeText(value)
    toast({ text: t('desk.copied'), tone: 'good' })
  }

  #edit = async (): Promise<void> => {
    await import('./cb-contact-edit.ts')
    this.isEditing = true
  }

  #saved = (event: CustomEvent<{ contact: Contact }>): void => {
    this.isEditing = false
    this.#take(event.detail.contact)
  }

  #take(sender: Contact): void {
    const { id, meta } = this.conversation
    this.data.conversations.change(id, { meta: { ...meta, sender: { ...meta.sender, ...sender } } })
  }

  #changeAttribute = async (event: AttributeEvent): Promise<void> => {
    const { key, value } = event.detail
    const { id } = this.#contact
    try {
      this.#take(
        await (value === null
          ? dropContactAttribute(this.data.id, id, key)
          : changeContact(this.data.id, id, { custom_attributes: { [key]: value } })),
      )
    } catch (error) {
      toast({ tone: 'bad', text: reasonOf(error) })
    }
  }

  #changeConversation = (event: AttributeEvent): void => {
    const { key, value } = event.detail
    const { [key]: _old, ...others } = this.conversation.custom_attributes
    void new ConversationActions(this.data).setAttributes(
      this.conversation,
      value === null ? others : { ...others, [key]: value },
    )
  }

  #close = (): void => {
    this.dispatchEvent(new CustomEvent('cb-panel', { bubbles: true, composed: true }))
  }
}

define('cb-contact-panel', CbContactPanel)

declare global {
  interface HTMLElementTagNameMap {
    'cb-contact-panel': CbContactPanel
  }
}
