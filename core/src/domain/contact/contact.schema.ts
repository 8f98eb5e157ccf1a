const text = (maxLength: number) => ({ type: ['string', 'null'], maxLength })

/** What a client may say of a contact. An avatar is a file and is checked where it is stored. */
export const contactInput = {
  properties: {
    name: text(255),
    email: text(254),
    phone_number: text(64),
    identifier: text(255),
    avatar_url: text(2048),
    blocked: { type: ['boolean', 'null'] },
    additional_attributes: { type: ['object', 'null'] },
    custom_attributes: { type: ['object', 'null'] },
    inbox_id: { type: ['integer', 'null'] },
    source_id: text(1024),
  },
}

export const contactInboxInput = {
  properties: { inbox_id: { type: 'integer' }, source_id: text(1024), hmac_verified: { type: ['boolean', 'null'] } },
  required: ['inbox_id'],
}

export const mergeInput = {
  properties: { base_contact_id: { type: 'integer' }, mergee_contact_id: { type: 'integer' } },
  required: ['base_contact_id', 'mergee_contact_id'],
}
