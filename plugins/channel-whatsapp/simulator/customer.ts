import type { StoredMedia } from './media-store.ts'
import { messageId } from './message-id.ts'
import type { SimulatedNumber } from './number.ts'

export interface CustomerProfile {
  /** Absent for people who hide their number. */
  waId?: string
  /** Business-scoped id. */
  userId?: string
  name?: string
  username?: string
}

export interface Written {
  id: string
  /** Status of Cordboard's answer to the webhook. */
  answer: Promise<number>
}

export type MediaType = 'image' | 'video' | 'audio' | 'document' | 'sticker'

/** Somebody who writes to a business number. */
export class Customer {
  readonly profile: CustomerProfile
  readonly number: SimulatedNumber

  constructor(number: SimulatedNumber, profile: CustomerProfile) {
    this.number = number
    this.profile = profile
  }

  writes(text: string, options: { replyTo?: string; at?: Date } = {}): Written {
    return this.sends({ type: 'text', text: { body: text } }, options)
  }

  /** Sends a file that lies at the provider already. */
  sendsMedia(type: MediaType, media: StoredMedia, options: { caption?: string; at?: Date } = {}): Written {
    const { caption, ...rest } = options
    const file = {
      id: media.id,
      mime_type: media.contentType,
      sha256: Buffer.from(media.sha256, 'hex').toString('base64'),
      ...(caption ? { caption } : {}),
      ...(type === 'document' ? { filename: media.filename ?? 'document' } : {}),
      ...(type === 'audio' ? { voice: media.contentType.startsWith('audio/ogg') } : {}),
    }
    return this.sends({ type, [type]: file }, rest)
  }

  reacts(to: string, emoji: string | null): Written {
    return this.sends({ type: 'reaction', reaction: { message_id: to, ...(emoji ? { emoji } : {}) } })
  }

  /** Sends a message of any type; `message` is what stands beside its id and sender. */
  sends(message: Record<string, unknown>, { replyTo, at = new Date() }: { replyTo?: string; at?: Date } = {}): Written {
    const built = this.message(message, { ...(replyTo ? { replyTo } : {}), at })
    return { id: String(built.id), answer: this.number.notify({ contacts: [this.contact], messages: [built] }) }
  }

  /** A message as webhooks carry it, without sending it. */
  message(
    message: Record<string, unknown>,
    { replyTo, at = new Date() }: { replyTo?: string; at?: Date } = {},
  ): Record<string, unknown> {
    const { waId, userId } = this.profile
    return {
      ...(waId ? { from: waId } : {}),
      ...(userId ? { from_user_id: userId } : {}),
      id: messageId(),
      timestamp: String(Math.floor(at.getTime() / 1000)),
      ...(replyTo ? { context: { from: this.number.digits, id: replyTo } } : {}),
      ...message,
    }
  }

  get contact(): Record<string, unknown> {
    const { waId, userId, name, username } = this.profile
    return {
      profile: { ...(name ? { name } : {}), ...(username ? { username } : {}) },
      ...(waId ? { wa_id: waId } : {}),
      ...(userId ? { user_id: userId } : {}),
    }
  }
}
