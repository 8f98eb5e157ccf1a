import { css } from 'lit'
import camera from 'lucide-static/icons/camera.svg?raw'
import code from 'lucide-static/icons/code.svg?raw'
import inbox from 'lucide-static/icons/inbox.svg?raw'
import mail from 'lucide-static/icons/mail.svg?raw'
import messageCircle from 'lucide-static/icons/message-circle.svg?raw'
import messageSquareText from 'lucide-static/icons/message-square-text.svg?raw'
import phone from 'lucide-static/icons/phone.svg?raw'
import send from 'lucide-static/icons/send.svg?raw'
import smartphone from 'lucide-static/icons/smartphone.svg?raw'
import type { Glyph } from '../elements/glyph.ts'

/** How a kind of channel is drawn. */
export interface ChannelLook {
  icon: Glyph
  /** Class of `channelColors`. */
  accent: string
  /** What people call it; a name, so not translated. Empty where there is none. */
  name: string
}

const unknown: ChannelLook = { icon: inbox, accent: '', name: '' }

// The wire names of the public contract. A channel that is not among them gets the plain look.
const looks: Record<string, ChannelLook> = {
  'Channel::Whatsapp': { icon: phone, accent: 'whatsapp', name: 'WhatsApp' },
  'Channel::WebWidget': { icon: messageSquareText, accent: 'web', name: '' },
  'Channel::Email': { icon: mail, accent: 'email', name: '' },
  'Channel::Instagram': { icon: camera, accent: 'instagram', name: 'Instagram' },
  'Channel::Telegram': { icon: send, accent: 'telegram', name: 'Telegram' },
  'Channel::FacebookPage': { icon: messageCircle, accent: 'messenger', name: 'Messenger' },
  'Channel::Sms': { icon: smartphone, accent: 'sms', name: 'SMS' },
  'Channel::TwilioSms': { icon: smartphone, accent: 'sms', name: 'SMS' },
  'Channel::Line': { icon: messageCircle, accent: 'sms', name: 'LINE' },
  'Channel::Api': { icon: code, accent: 'api', name: '' },
}

export const channelLook = (type: string | undefined): ChannelLook => looks[type ?? ''] ?? unknown

/** Colours of channel glyphs: `class="channel-whatsapp"`. */
export const channelColors = css`
  .channel-whatsapp { color: var(--cb-channel-whatsapp); }
  .channel-email { color: var(--cb-channel-email); }
  .channel-web { color: var(--cb-channel-web); }
  .channel-instagram { color: var(--cb-channel-instagram); }
  .channel-telegram { color: var(--cb-channel-telegram); }
  .channel-messenger { color: var(--cb-channel-messenger); }
  .channel-sms { color: var(--cb-channel-sms); }
  .channel-api { color: var(--cb-channel-api); }
`
