import { css, html, LitElement, type PropertyValues } from 'lit'
import { property, state } from 'lit/decorators.js'
import lock from 'lucide-static/icons/lock.svg?raw'
import { base } from '../styles/base.ts'
import './cb-button.ts'
import './cb-icon.ts'
import './cb-input.ts'
import './cb-select.ts'
import './cb-switch.ts'
import './cb-textarea.ts'
import { define } from './define.ts'
import { type FieldSchema, type FormSchema, type FormValue, fieldsOf, kindOf, withDefaults } from './json-schema.ts'
import { text } from './texts.ts'
import { type FormErrors, validateForm } from './validate-form.ts'

/**
 * A form that a plugin describes by a JSON Schema. A field of format `secret` is written and never read back:
 * a stored one shows as such, with a way to replace it. Fields are checked when left and all at `submit()`.
 * @fires cb-change - `detail` is the whole value
 * @fires cb-submit - Enter in a field, once everything is right; `detail` is the whole value
 */
export class CbSchemaForm extends LitElement {
  static override styles = [
    base,
    css`
      form, fieldset { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-16); min-inline-size: 0; border: 0; padding: 0; margin: 0; }
      legend { font-size: var(--cb-size-md); font-weight: var(--cb-weight-strong); margin-block-end: var(--cb-space-12); padding: 0; }
      .stored { display: grid; gap: var(--cb-space-6); }
      .stored > span:first-child { font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); font-weight: var(--cb-weight-medium); }
      .frame { display: flex; align-items: center; gap: var(--cb-space-8); min-block-size: var(--cb-control-md); padding-inline: var(--cb-space-12) var(--cb-space-4); border: 1px solid var(--cb-line-strong); border-radius: var(--cb-radius-md); background: var(--cb-sunken); font-size: var(--cb-size-sm); color: var(--cb-text-muted); }
      .frame > span { flex: 1; }
      small { font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); }
      @container (min-width: 34rem) { :host([columns]) form { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
      :host([columns]) { container-type: inline-size; display: block; }
    `,
  ]

  @property({ attribute: false }) schema: FormSchema = {}
  @property({ attribute: false }) value: FormValue = {}
  /** Paths of secrets that the server already holds. */
  @property({ attribute: false }) stored: readonly string[] = []
  /** Paths of secrets of which the server does not say whether it holds one. */
  @property({ attribute: false }) unsure: readonly string[] = []
  /** What the server refused, by path. */
  @property({ attribute: false }) errors: FormErrors = {}
  @property({ type: Boolean, reflect: true }) columns = false
  @property({ type: Boolean }) disabled = false
  @state() private found: FormErrors = {}
  @state() private replaced: readonly string[] = []

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('schema')) {
      this.value = withDefaults(this.schema, this.value)
      this.found = {}
    }
  }

  /** Checks everything. Gives the value, or nothing after showing what is wrong and going to the first of it. */
  async submit(): Promise<FormValue | undefined> {
    this.found = validateForm(this.schema, this.value, this.#kept)
    if (Object.keys(this.found).length === 0) return this.value
    await this.updateComplete
    this.#focusFirst()
    return undefined
  }

  /** Goes to the first field that is wrong, also by the server's word. */
  async focusError(): Promise<void> {
    await this.updateComplete
    this.#focusFirst()
  }

  #focusFirst(): void {
    this.renderRoot.querySelector<HTMLElement>('[invalid]')?.focus()
  }

  get #kept(): readonly string[] {
    return this.stored.filter((path) => !this.replaced.includes(path))
  }

  #set(path: string, entered: unknown): void {
    this.value = assign(this.value, path.split('.'), entered)
    if (this.found[path]) this.#check(path)
    if (this.errors[path]) this.errors = omit(this.errors, path)
    this.dispatchEvent(new CustomEvent('cb-change', { bubbles: true, composed: true, detail: this.value }))
  }

  #check(path: string): void {
    const message = validateForm(this.schema, this.value, this.#kept)[path]
    this.found = message ? { ...this.found, [path]: message } : omit(this.found, path)
  }

  async #submitted(event: Event): Promise<void> {
    event.preventDefault()
    const detail = await this.submit()
    if (detail) this.dispatchEvent(new CustomEvent('cb-submit', { bubbles: true, composed: true, detail }))
  }

  override render() {
    return html`<form novalidate @submit=${this.#submitted}>${this.#fields(this.schema, this.value, '')}</form>`
  }

  #fields(schema: FieldSchema, value: FormValue, at: string): unknown {
    return fieldsOf(schema).map(([name, field]) => {
      const path = at + name
      if (kindOf(field) !== 'group')
        return this.#field(path, name, field, value[name], schema.required?.includes(name) ?? false)
      const inner = this.#fields(field, (value[name] ?? {}) as FormValue, `${path}.`)
      return field.title ? html`<fieldset><legend>${field.title}</legend>${inner}</fieldset>` : inner
    })
  }

  #field(path: string, name: string, field: FieldSchema, value: unknown, isRequired: boolean): unknown {
    const title = field.title ?? name.replaceAll('_', ' ')
    const label =
      isRequired || kindOf(field) === 'switch' || title.endsWith(')') ? title : `${title} (${text('optional')})`
    const shared = { path, label, hint: field.description ?? '', error: this.errors[path] ?? this.found[path] ?? '' }
    switch (kindOf(field)) {
      case 'switch':
        return this.#switch(shared, value)
      case 'choice':
        return this.#choice(shared, field, value)
      case 'number':
        return this.#input(shared, field, value, 'number', (entered) => (entered === '' ? undefined : Number(entered)))
      case 'secret':
        return this.#kept.includes(path) ? this.#storedSecret(shared) : this.#secret(shared, field, value)
      case 'list':
        return this.#input({ ...shared }, field, Array.isArray(value) ? value.join(', ') : '', 'text', splitList)
      case 'longText':
        return this.#longText(shared, value)
      default:
        return this.#input(shared, field, value, inputTypes[field.format ?? ''] ?? 'text', (entered) => entered)
    }
  }

  #input(
    { path, label, hint, error }: Shared,
    field: FieldSchema,
    value: unknown,
    type: InputType,
    read: (entered: string) => unknown,
  ): unknown {
    return html`<cb-input
      name=${path} .label=${label} .hint=${hint} .error=${error} .type=${type} .value=${String(value ?? '')} placeholder=${field['x-placeholder'] ?? String(field.examples?.[0] ?? '')}
      autocomplete="off" ?disabled=${this.disabled} @input=${(event: Event) => this.#set(path, read(entry(event).trim()))} @change=${() => this.#check(path)}
    ></cb-input>`
  }

  #secret(shared: Shared, field: FieldSchema, value: unknown): unknown {
    const words = this.unsure.includes(shared.path) ? text('secretKept') : text('secretHint')
    const hint = this.unsure.includes(shared.path) ? `${shared.hint} ${words}`.trim() : shared.hint || words
    return html`<cb-input
      name=${shared.path} type="password" password-toggle autocomplete="new-password" spellcheck="false" .label=${shared.label} .hint=${hint} .error=${shared.error}
      .value=${String(value ?? '')} placeholder=${field['x-placeholder'] ?? String(field.examples?.[0] ?? '')} ?disabled=${this.disabled}
      @input=${(event: Event) => this.#set(shared.path, entry(event).trim())} @change=${() => this.#check(shared.path)}
    ></cb-input>`
  }

  #storedSecret({ path, label }: Shared): unknown {
    return html`<div class="stored"><span>${label}</span><div class="frame"><cb-icon .name=${lock}></cb-icon><span>${text('stored')}</span>
      <cb-button size="s" kind="quiet" ?disabled=${this.disabled} @click=${() => {
        this.replaced = [...this.replaced, path]
      }}>${text('replace')}</cb-button></div><small>${text('secretHint')}</small></div>`
  }

  #longText({ path, label, hint, error }: Shared, value: unknown): unknown {
    return html`<cb-textarea name=${path} .label=${label} .hint=${hint} .error=${error} .value=${String(value ?? '')} ?disabled=${this.disabled} @input=${(event: Event) => this.#set(path, entry(event))} @change=${() => this.#check(path)}></cb-textarea>`
  }

  #switch({ path, label, hint }: Shared, value: unknown): unknown {
    return html`<cb-switch .hint=${hint} .checked=${value === true} ?disabled=${this.disabled} @change=${(event: Event) => this.#set(path, (event.target as HTMLInputElement).checked)}>${label}</cb-switch>`
  }

  #choice({ path, label, hint, error }: Shared, field: FieldSchema, value: unknown): unknown {
    const choices = field.oneOf ?? (field.enum ?? []).map((one) => ({ const: one, title: undefined }))
    const options = choices.map((one) => ({ value: String(one.const), label: one.title ?? String(one.const) }))
    const read = (chosen: string) => choices.find((one) => String(one.const) === chosen)?.const
    return html`<cb-select name=${path} .label=${label} .hint=${hint} .error=${error} .options=${options} .value=${String(value ?? '')} ?disabled=${this.disabled} @change=${(event: Event) => this.#set(path, read(entry(event)))}></cb-select>`
  }
}

interface Shared {
  path: string
  label: string
  hint: string
  error: string
}

type InputType = 'text' | 'email' | 'url' | 'tel' | 'number' | 'date'
const inputTypes: Record<string, InputType> = {
  email: 'email',
  uri: 'url',
  url: 'url',
  phone: 'tel',
  e164: 'tel',
  date: 'date',
}

const entry = (event: Event): string => String((event.target as HTMLInputElement).value ?? '')
const splitList = (entered: string) =>
  entered
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)

function assign(value: FormValue, [name = '', ...rest]: string[], entered: unknown): FormValue {
  return { ...value, [name]: rest.length === 0 ? entered : assign((value[name] ?? {}) as FormValue, rest, entered) }
}

function omit(errors: FormErrors, path: string): FormErrors {
  const { [path]: _, ...rest } = errors
  return rest
}

define('cb-schema-form', CbSchemaForm)

declare global {
  interface HTMLElementTagNameMap {
    'cb-schema-form': CbSchemaForm
  }
}
