import { randomBytes } from 'node:crypto'

/** A new id in the form of the provider's. */
export const messageId = (): string =>
  `wamid.${Buffer.concat([Buffer.from('HBgLMTU1', 'base64'), randomBytes(20)]).toString('base64')}`
