import './domain/own-scripts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './i18n';
import './ui/tokens.css';
import './ui/base.css';
import { App } from './app/App';
import { keepPage } from './app/offline';
import { noteSent, startAudit } from './app/audit';
import { watchSent } from './app/sent';

startAudit();
watchSent(noteSent);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

// After the first picture: keeping files must not slow it.
window.addEventListener('load', keepPage);
