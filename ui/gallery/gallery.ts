import { html, render } from 'lit'
import moon from 'lucide-static/icons/moon.svg?raw'
import sun from 'lucide-static/icons/sun.svg?raw'
import '../src/elements/cb-icon-button.ts'
import { changeAppearance, showAppearance } from '../src/shell/appearance.ts'
import { chooseLanguage, loadTexts } from '../src/shell/language.ts'
import { controls } from './controls.demo.ts'
import { data } from './data.demo.ts'
import type { Demo } from './demo.ts'
import { overlays } from './overlays.demo.ts'
import { states } from './states.demo.ts'

/** Every block of the gallery, in the order shown. */
export const demos: readonly Demo[] = [...controls, ...states, ...data, ...overlays]

const block = ({ title, tags, body }: Demo) =>
  html`<section aria-label=${title}><header><h2>${title}</h2><code>${tags}</code></header><div class="body">${body()}</div></section>`

/** Draws the whole gallery. `?theme=dark`, `?density=compact` and `?dir=rtl` in the address choose how. */
export async function showGallery(target: HTMLElement): Promise<void> {
  const query = new URLSearchParams(location.search)
  chooseLanguage()
  await loadTexts('elements')
  document.documentElement.dir = query.get('dir') ?? 'ltr'
  const theme = query.get('theme')
  if (theme === 'dark' || theme === 'light')
    showAppearance({ theme, density: query.get('density') === 'compact' ? 'compact' : 'comfortable', size: 16 })
  render(
    html`<header>
        <h1>Elements</h1>
        <cb-icon-button .icon=${sun} label="Light" @click=${() => changeAppearance({ theme: 'light' })}></cb-icon-button>
        <cb-icon-button .icon=${moon} label="Dark" @click=${() => changeAppearance({ theme: 'dark' })}></cb-icon-button>
      </header>
      ${demos.map(block)}`,
    target,
  )
}

const target = document.querySelector<HTMLElement>('#gallery')
if (target) await showGallery(target)
