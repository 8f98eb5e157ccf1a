import type { OutboundAttachment } from '@cordboard/plugin-sdk'
import type { FileKind } from './file-kinds.ts'

/** One message at the provider. Most of ours become one; long texts and several files become more. */
export type Part =
  | { type: 'text'; text: string }
  | { type: 'file'; kind: FileKind; attachment: OutboundAttachment; caption?: string }
  | { type: 'location' | 'reaction' | 'interactive' | 'template'; body: object }
  | { type: 'contacts'; body: object[] }
