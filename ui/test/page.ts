import '../src/styles/page.css'
import { type LitElement, render, type TemplateResult } from 'lit'
import type { Area } from '../src/shell/catalogue.ts'
import { chooseLanguage, loadTexts } from '../src/shell/language.ts'

/** Loads the words that elements say by themselves. */
export async function prepareTexts(...areas: Area[]): Promise<void> {
  chooseLanguage()
  await loadTexts('elements', 'shell', ...areas)
}

/** Draws a template into the page of the test and waits until its elements are drawn. Gives its first element. */
export async function draw<Drawn extends Element>(template: TemplateResult, ...areas: Area[]): Promise<Drawn> {
  await prepareTexts(...areas)
  const main = document.createElement('main')
  document.body.replaceChildren(main)
  render(template, main)
  const elements = [...main.querySelectorAll('*')] as Partial<LitElement>[]
  await Promise.all(elements.map(({ updateComplete }) => updateComplete))
  return main.firstElementChild as Drawn
}

/** What stands inside the shadow root of an element. */
export function inside<Found extends Element = HTMLElement>(element: Element, selector: string): Found {
  const found = element.shadowRoot?.querySelector<Found>(selector)
  if (!found) throw new Error(`${element.localName} has no ${selector}`)
  return found
}
