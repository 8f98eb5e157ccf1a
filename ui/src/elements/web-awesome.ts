import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js'
import { css, unsafeCSS } from 'lit'
import check from 'lucide-static/icons/check.svg?raw'
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw'
import eye from 'lucide-static/icons/eye.svg?raw'
import eyeOff from 'lucide-static/icons/eye-off.svg?raw'
import minus from 'lucide-static/icons/minus.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'

// The library would fetch its icons from outside. It draws none here: its marks are masks of ours.
registerIconLibrary('system', { resolver: () => '' })
registerIconLibrary('default', { resolver: () => '' })

const mask = (source: string, stroke = 1.85) =>
  unsafeCSS(
    `url("data:image/svg+xml,${encodeURIComponent(
      source
        .slice(source.indexOf('<svg'))
        .replaceAll(/\s+/g, ' ')
        .replace('stroke-width="2"', `stroke-width="${stroke}"`),
    )}")`,
  )

/** Marks that Web Awesome draws inside its own templates, as masks in the current colour. */
export const systemIcons = css`
  wa-icon { display: block; inline-size: 1rem; block-size: 1rem; background: currentColor; mask: center / contain no-repeat; }
  wa-icon:is([name='xmark'], [name='circle-xmark']) { mask-image: ${mask(x)}; }
  wa-icon[name='check'] { mask-image: ${mask(check, 3)}; }
  wa-icon[name='indeterminate'] { mask-image: ${mask(minus, 3)}; }
  wa-icon[name='chevron-down'] { mask-image: ${mask(chevronDown)}; }
  wa-icon[name='eye'] { mask-image: ${mask(eye)}; }
  wa-icon[name='eye-slash'] { mask-image: ${mask(eyeOff)}; }
`
