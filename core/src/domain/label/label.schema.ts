export const labelInput = {
  properties: {
    title: { type: 'string', maxLength: 255 },
    description: { type: ['string', 'null'], maxLength: 10_000 },
    color: { type: 'string', pattern: '^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$' },
    show_on_sidebar: { type: ['boolean', 'null'] },
  },
}

export interface LabelInput {
  title?: string
  description?: string | null
  color?: string
  show_on_sidebar?: boolean | null
}
