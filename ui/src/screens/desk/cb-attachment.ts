import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import { styleMap } from 'lit/directives/style-map.js'
import download from 'lucide-static/icons/download.svg?raw'
import fileText from 'lucide-static/icons/file-text.svg?raw'
import imageOff from 'lucide-static/icons/image-off.svg?raw'
import link from 'lucide-static/icons/link.svg?raw'
import mapPin from 'lucide-static/icons/map-pin.svg?raw'
import user from 'lucide-static/icons/user.svg?raw'
import { fileAddress } from '../../data/file-address.ts'
import type { Attachment } from '../../data/message.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import { byteSize } from './byte-size.ts'

/** One file, place or card of a message. */
export class CbAttachment extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; max-inline-size: 100%; }
      img { display: block; max-inline-size: min(100%, 20rem); max-block-size: 20rem; inline-size: auto; block-size: auto; border-radius: var(--cb-radius-lg); background: var(--cb-neutral-soft); }
      .sticker img { max-inline-size: 8rem; background: none; }
      .picture { display: block; border-radius: var(--cb-radius-lg); }
      video { display: block; max-inline-size: min(100%, 20rem); max-block-size: 20rem; border-radius: var(--cb-radius-lg); background: #000; }
      audio { display: block; inline-size: min(18rem, 100%); block-size: 2.5rem; }
      .transcript { margin-block-start: var(--cb-space-4); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-muted); }
      .card { display: flex; align-items: center; gap: var(--cb-space-8); min-inline-size: 0; }
      .card > span:nth-child(2) { display: grid; min-inline-size: 0; }
      .square { display: grid; place-items: center; flex: none; inline-size: 2rem; block-size: 2rem; border-radius: var(--cb-radius-sm); background: color-mix(in oklab, currentColor 8%, transparent); }
      .name { font-weight: var(--cb-weight-medium); overflow-wrap: anywhere; }
      a.card:hover .name { text-decoration: underline; text-underline-offset: 2px; }
      .meta { font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-muted); }
      .get { margin-inline-start: auto; display: grid; }
    `,
  ]

  @property({ attribute: false }) attachment!: Attachment
  @property({ type: Boolean }) sticker = false
  @state() private isBroken = false
  @state() private isThumbBroken = false

  override render() {
    const { file_type } = this.attachment
    const address = fileAddress(this.attachment.data_url)
    if (file_type === 'location') return this.#location()
    if (file_type === 'contact') return this.#contact()
    if (!address || this.isBroken) return this.#missing()
    if (file_type === 'image' || file_type === 'story_mention') return this.#image(address)
    if (file_type === 'audio') return this.#audio(address)
    if (file_type === 'video' || file_type === 'ig_reel')
      return html`<video controls preload="metadata" playsinline src=${address} aria-label=${t('desk.attachment.video')} @error=${this.#broken}></video>`
    if (file_type === 'file') return this.#file(address)
    return this.#card(address, link, this.attachment.fallback_title || address, '')
  }

  #image(address: string) {
    const { width, height, thumb_url } = this.attachment
    // Its place is kept before it loads, so that nothing jumps.
    const ratio = width && height ? styleMap({ aspectRatio: `${width} / ${height}` }) : nothing
    return html`<a class="picture ${this.sticker ? 'sticker' : ''}" href=${address} target="_blank" rel="noopener">
      <img src=${(!this.isThumbBroken && fileAddress(thumb_url)) || address} width=${width ?? nothing} height=${height ?? nothing} style=${ratio} alt=${t(this.sticker ? 'desk.attachment.sticker' : 'desk.attachment.image')} loading="lazy" @error=${this.#broken}>
    </a>`
  }

  #audio(address: string) {
    const { transcribed_text } = this.attachment
    return html`<audio controls preload="metadata" src=${address} aria-label=${t('desk.attachment.audio')} @error=${this.#broken}></audio>${
      transcribed_text ? html`<p class="transcript auto" dir="auto">${transcribed_text}</p>` : nothing
    }`
  }

  #file(address: string) {
    const name = this.attachment.fallback_title || nameIn(address) || t('desk.attachment.file')
    const size = this.attachment.file_size
    return html`<a class="card" href=${address} target="_blank" rel="noopener" download>
      <span class="square">${glyph(fileText)}</span>
      <span><span class="name" dir="auto">${name}</span>${size ? html`<span class="meta figures">${byteSize(size)}</span>` : nothing}</span>
      <span class="get">${glyph(download, 'sm')}</span>
    </a>`
  }

  #location() {
    const { coordinates_lat = 0, coordinates_long = 0, fallback_title } = this.attachment
    const place = `${coordinates_lat},${coordinates_long}`
    const address = `https://www.openstreetmap.org/?mlat=${coordinates_lat}&mlon=${coordinates_long}#map=16/${coordinates_lat}/${coordinates_long}`
    return this.#card(address, mapPin, fallback_title || t('desk.attachment.location'), place)
  }

  #contact() {
    const { fallback_title, meta = {} } = this.attachment
    const name = [meta.firstName ?? meta.first_name, meta.lastName ?? meta.last_name].filter(Boolean).join(' ')
    return html`<span class="card"><span class="square">${glyph(user)}</span>
      <span><span class="name" dir="auto">${name || t('desk.attachment.contact')}</span><span class="meta" dir="auto">${fallback_title ?? ''}</span></span></span>`
  }

  #missing() {
    return html`<span class="card"><span class="square">${glyph(imageOff)}</span><span class="muted">${t('desk.attachment.missing')}</span></span>`
  }

  #card = (
    address: string,
    icon: string,
    name: string,
    detail: string,
  ) => html`<a class="card" href=${address} target="_blank" rel="noopener noreferrer">
    <span class="square">${glyph(icon)}</span><span><span class="name" dir="auto">${name}</span>${detail ? html`<span class="meta figures">${detail}</span>` : nothing}</span>
  </a>`

  /** A small picture that fails gives way to the whole one, and that to a word. */
  #broken = (): void => {
    const hasOther = !this.isThumbBroken && Boolean(this.attachment.thumb_url)
    if (hasOther) this.isThumbBroken = true
    else this.isBroken = true
  }
}

const nameIn = (address: string): string => {
  if (!/^(https?:|\/)/.test(address)) return ''
  const last = new URL(address, location.href).pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

define('cb-attachment', CbAttachment)

declare global {
  interface HTMLElementTagNameMap {
    'cb-attachment': CbAttachment
  }
}
