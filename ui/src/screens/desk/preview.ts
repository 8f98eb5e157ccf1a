import fileText from 'lucide-static/icons/file-text.svg?raw'
import image from 'lucide-static/icons/image.svg?raw'
import lock from 'lucide-static/icons/lock.svg?raw'
import mapPin from 'lucide-static/icons/map-pin.svg?raw'
import mic from 'lucide-static/icons/mic.svg?raw'
import paperclip from 'lucide-static/icons/paperclip.svg?raw'
import reply from 'lucide-static/icons/reply.svg?raw'
import sticker from 'lucide-static/icons/sticker.svg?raw'
import user from 'lucide-static/icons/user.svg?raw'
import video from 'lucide-static/icons/video.svg?raw'
import { type Attachment, isIncoming, type Message } from '../../data/message.ts'
import type { Glyph } from '../../elements/glyph.ts'
import type { TextKey } from '../../shell/catalogue.ts'
import { t } from '../../shell/language.ts'

export interface Preview {
  text: string
  icon?: Glyph
  flip?: boolean
}

const attachmentPreviews: Partial<Record<Attachment['file_type'], { icon: Glyph; text: TextKey }>> = {
  image: { icon: image, text: 'desk.attachment.image' },
  audio: { icon: mic, text: 'desk.attachment.audio' },
  video: { icon: video, text: 'desk.attachment.video' },
  file: { icon: fileText, text: 'desk.attachment.file' },
  location: { icon: mapPin, text: 'desk.attachment.location' },
  contact: { icon: user, text: 'desk.attachment.contact' },
}

/** A message in one line. */
export function previewOf(message: Message | undefined): Preview {
  if (!message) return { text: t('desk.preview.none') }
  if (message.content_attributes?.deleted) return { text: t('desk.message.deleted') }
  const text = plainText(message.content ?? '')
  const attachment = message.attachments?.[0]
  if (!text && attachment) {
    const known = attachmentPreviews[attachment.file_type]
    const icon = message.content_type === 'sticker' ? sticker : (known?.icon ?? paperclip)
    return {
      icon,
      text: t(
        message.content_type === 'sticker' ? 'desk.attachment.sticker' : (known?.text ?? 'desk.attachment.other'),
      ),
    }
  }
  if (message.private) return { icon: lock, text }
  if (!isIncoming(message)) return { icon: reply, flip: true, text }
  return { text: text || t('desk.preview.none') }
}

/** Markdown without its marks, for one line. */
export const plainText = (markdown: string): string =>
  markdown
    .replace(/```[\s\S]*?```/g, (code) => code.slice(3, -3))
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s{0,3}(?:#{1,6}|>|[-*+]|\d+\.)\s+/gm, '')
    .replace(/(\*\*|__|~~|`)(?=\S)([\s\S]*?\S)\1/g, '$2')
    .replace(/\s+/g, ' ')
    .trim()
