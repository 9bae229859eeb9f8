import { useEffect, useState } from 'react';
import { FolderDown } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { collectDropped } from '../../dicom';
import { openFiles } from './commands';
import './page-drop.css';

const bringsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Makes the whole page take files, at any time, and says so while they hang over it. Mount once. */
export function PageDrop() {
  const { t } = useTranslation('open');
  const [over, setOver] = useState(false);

  useEffect(() => {
    // dragenter and dragleave fire for every element on the way; the depth tells when the page is left.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      depth++;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const hold = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      // Without this the browser would leave the page and show the file.
      event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!bringsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void openFiles(collectDropped(event.dataTransfer));
    };
    document.addEventListener('dragenter', enter);
    document.addEventListener('dragleave', leave);
    document.addEventListener('dragover', hold);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragenter', enter);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('dragover', hold);
      document.removeEventListener('drop', drop);
    };
  }, []);

  if (!over) return null;
  return (
    <div className="page-drop" role="status">
      <div>
        <FolderDown size={28} aria-hidden />
        {t('dropNow')}
      </div>
    </div>
  );
}
