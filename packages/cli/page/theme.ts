import { h } from './dom.js';

/** A switch between light and dark, which begins with what the system wants. */
export function themeButton(): HTMLElement {
  const isDark = () => document.documentElement.dataset.theme === 'dark';
  document.documentElement.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches
    ? 'dark'
    : 'light';
  const button = h('button', { type: 'button', class: 'theme' });
  const label = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Switch to light colours' : 'Switch to dark colours');
  };
  label();
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    label();
  });
  return button;
}
