import '@backstage/ui/css/styles.css';
import './fonts.css';
import { createRoot } from 'react-dom/client';
import { app } from './app';

const root = document.getElementById('root');
if (!root) {
  throw new Error('The page has no element with the id "root"');
}
createRoot(root).render(app.createRoot());
