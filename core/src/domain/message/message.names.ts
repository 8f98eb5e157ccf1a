/** Numbers as stored, names as on the wire: the place in the list is the number. */
export const messageTypes = ['incoming', 'outgoing', 'activity', 'template'] as const
export type MessageType = (typeof messageTypes)[number]

export const contentTypes = [
  'text',
  'input_text',
  'input_textarea',
  'input_email',
  'input_select',
  'cards',
  'form',
  'article',
  'incoming_email',
  'input_csat',
  'integrations',
  'sticker',
  'voice_call',
] as const
export type ContentType = (typeof contentTypes)[number]

export const messageStatuses = ['sent', 'delivered', 'read', 'failed'] as const
export type MessageStatus = (typeof messageStatuses)[number]

export const fileTypes = [
  'image',
  'audio',
  'video',
  'file',
  'location',
  'fallback',
  'share',
  'story_mention',
  'contact',
  'ig_reel',
] as const
export type FileType = (typeof fileTypes)[number]
