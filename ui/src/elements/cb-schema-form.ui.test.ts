import { html } from 'lit'
import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { expectAccessible } from '../../test/accessible.ts'
import { draw } from '../../test/page.ts'
import type { CbInput } from './cb-input.ts'
import type { CbSchemaForm } from './cb-schema-form.ts'
import './cb-schema-form.ts'
import { deepActiveElement } from './focus.ts'
import type { FormSchema } from './json-schema.ts'

const schema: FormSchema = {
  type: 'object',
  required: ['phone_number', 'api_key'],
  properties: {
    phone_number: {
      type: 'string',
      title: 'Phone number',
      description: 'With country code.',
      pattern: '^\\+[0-9]{6,15}$',
    },
    api_key: { type: 'string', title: 'API key', format: 'secret' },
    contact: { type: 'string', title: 'Contact', format: 'email' },
    limit: { type: 'integer', title: 'Limit', minimum: 1, maximum: 80, default: 20 },
    region: { title: 'Region', oneOf: [{ const: 'eu', title: 'Europe' }] },
    typing: { type: 'boolean', title: 'Show typing', default: true },
    provider: { type: 'object', title: 'Provider', properties: { id: { type: 'string', title: 'ID' } } },
  },
}

const drawForm = (more: Partial<CbSchemaForm> = {}) =>
  draw<CbSchemaForm>(
    html`<cb-schema-form .schema=${schema} .value=${more.value ?? {}} .stored=${more.stored ?? []} .errors=${more.errors ?? {}}></cb-schema-form>`,
  )

const field = (form: CbSchemaForm, name: string) => form.shadowRoot?.querySelector(`[name="${name}"]`) as CbInput

describe('cb-schema-form', () => {
  it('draws a field of the right kind for everything in the schema', async () => {
    const form = await drawForm()
    expect(
      [...(form.shadowRoot?.querySelectorAll('cb-input, cb-select, cb-switch') ?? [])].map(
        ({ localName }) => localName,
      ),
    ).toEqual(['cb-input', 'cb-input', 'cb-input', 'cb-input', 'cb-select', 'cb-switch', 'cb-input'])
    expect(field(form, 'api_key').type).toBe('password')
    expect(form.value).toMatchObject({ limit: 20, typing: true })
    await expectAccessible()
  })

  it('says what is wrong with each field and goes to the first', async () => {
    const form = await drawForm({ value: { phone_number: '04 555', contact: 'nobody', limit: 200 } })
    expect(await form.submit()).toBeUndefined()
    expect(field(form, 'phone_number').error).toBe('This does not have the expected form.')
    expect(field(form, 'api_key').error).toBe('Fill this in.')
    expect(field(form, 'contact').error).toBe('This address is not complete.')
    expect(field(form, 'limit').error).toBe('Use 80 or less.')
    await expect.poll(() => deepActiveElement()?.getAttribute('name')).toBe('phone_number')
    await expectAccessible()
  })

  it('gives what was entered once all is right, inner objects included', async () => {
    const form = await drawForm()
    for (const [name, words] of [
      ['phone_number', '+971455501'],
      ['api_key', 'EAAB'],
      ['provider.id', '42'],
    ]) {
      field(form, name as string).focus()
      await userEvent.keyboard(words as string)
    }
    expect(await form.submit()).toEqual({
      phone_number: '+971455501',
      api_key: 'EAAB',
      limit: 20,
      typing: true,
      provider: { id: '42' },
    })
  })

  it('shows a stored secret as stored, asks for it only to replace it, and never holds it', async () => {
    const form = await drawForm({ value: { phone_number: '+971455501' }, stored: ['api_key'] })
    expect(field(form, 'api_key')).toBeNull()
    expect(await form.submit()).not.toHaveProperty('api_key')
    form.shadowRoot?.querySelector<HTMLElement>('.stored cb-button')?.click()
    await form.updateComplete
    expect(field(form, 'api_key').value).toBe('')
    expect(await form.submit()).toBeUndefined()
  })

  it('puts what the server refused at its field until that is changed', async () => {
    const form = await drawForm({ errors: { contact: 'The provider does not know this address.' } })
    expect(field(form, 'contact').error).toBe('The provider does not know this address.')
    field(form, 'contact').focus()
    await userEvent.keyboard('a')
    await form.updateComplete
    expect(field(form, 'contact').error).toBe('')
  })
})
