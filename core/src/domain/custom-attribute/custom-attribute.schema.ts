/** Models and display types by their number in the database; both forms are accepted. */
export const attributeModels = ['conversation_attribute', 'contact_attribute'] as const
export const displayTypes = ['text', 'number', 'currency', 'percent', 'link', 'date', 'list', 'checkbox'] as const

const nameOrNumber = (names: readonly string[]) => ({
  type: 'string',
  enum: [...names, ...names.map((_, index) => String(index))],
})

export const customAttributeInput = {
  properties: {
    attribute_display_name: { type: 'string', maxLength: 255 },
    attribute_key: { type: 'string', maxLength: 255 },
    attribute_description: { type: ['string', 'null'], maxLength: 10_000 },
    attribute_display_type: nameOrNumber(displayTypes),
    attribute_model: nameOrNumber(attributeModels),
    attribute_values: { type: ['array', 'null'], maxItems: 1000, items: { type: ['string', 'number', 'boolean'] } },
    regex_pattern: { type: ['string', 'null'], maxLength: 1000 },
    regex_cue: { type: ['string', 'null'], maxLength: 1000 },
  },
}

export interface CustomAttributeInput {
  attribute_display_name?: string
  attribute_key?: string
  attribute_description?: string | null
  attribute_display_type?: string
  attribute_model?: string
  attribute_values?: unknown[] | null
  regex_pattern?: string | null
  regex_cue?: string | null
}

/** The number of a name, or of a number written as text. */
export const numberOf = (names: readonly string[], value: string): number =>
  names.includes(value) ? names.indexOf(value) : Number(value)
