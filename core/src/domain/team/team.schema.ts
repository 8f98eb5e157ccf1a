export const teamInput = {
  properties: {
    name: { type: 'string', maxLength: 255 },
    description: { type: ['string', 'null'], maxLength: 10_000 },
    allow_auto_assign: { type: ['boolean', 'null'] },
  },
}

export interface TeamInput {
  name?: string
  description?: string | null
  allow_auto_assign?: boolean | null
}

export const userIdsInput = {
  required: ['user_ids'],
  properties: {
    user_ids: {
      type: 'array',
      maxItems: 1000,
      items: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    },
  },
}
