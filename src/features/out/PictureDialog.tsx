import { useEffect, useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';
import { activePicture, activeShowing, type PictureText } from '../../viewport/index';
import { Check, Choice } from './Choice';
import { copyPicture, PLANE_SCALE, savePicture } from './pictures';
import { choosePicture, useOut, type PictureChoice } from './store';

const scales = ['1', '2', '4'] as const;

/** What the picture is to be like, with a small one to see it before it is saved. */
export function PictureDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('out');
  const choice = useOut((state) => state.picture);
  const [showing] = useState(activeShowing);
  const stack = showing?.kind === 'stack';
  const preview = usePreview(choice, stack);
  const act = (what: () => Promise<void>) => () => {
    onClose();
    void what();
  };
  return (
    <Dialog
      title={t('picture.title')}
      testId="picture-dialog"
      onCancel={onClose}
      onSubmit={act(savePicture)}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button onClick={act(copyPicture)} disabled={!showing}>
            {t('picture.copy')}
          </Button>
          <Button look="primary" type="submit" disabled={!showing} data-testid="picture-save">
            {t('picture.save')}
          </Button>
        </>
      }
    >
      <div className="out-preview">
        {preview?.url && <img src={preview.url} alt={t('picture.preview')} data-testid="picture-preview" />}
      </div>
      <p data-testid="picture-size">
        {preview
          ? t(stack ? 'picture.pixels' : 'picture.screen', { size: preview.size })
          : t('picture.making')}
      </p>
      <Choice
        label={t('picture.format')}
        value={choice.format}
        options={[
          { value: 'png', text: t('picture.png') },
          { value: 'jpeg', text: t('picture.jpeg') },
        ]}
        onChange={(format) => choosePicture({ format })}
        testId="picture-format"
      />
      {stack && (
        <Choice
          label={t('picture.scale')}
          value={`${choice.scale}` as (typeof scales)[number]}
          options={scales.map((value) => ({ value, text: `${value}×` }))}
          onChange={(value) => choosePicture({ scale: Number(value) as PictureChoice['scale'] })}
          testId="picture-scale"
        />
      )}
      <TextChoice value={choice.text} onChange={(text) => choosePicture({ text })} />
      <Check checked={choice.marks} onChange={(marks) => choosePicture({ marks })} testId="picture-marks">
        {t('picture.marks')}
      </Check>
    </Dialog>
  );
}

interface TextChoiceProps {
  readonly value: PictureText;
  readonly onChange: (text: PictureText) => void;
}

export function TextChoice({ value, onChange }: TextChoiceProps) {
  const { t } = useTranslation('out');
  const texts = ['none', 'image', 'patient'] as const;
  return (
    <Choice
      label={t('text.label')}
      value={value}
      options={texts.map((text) => ({ value: text, text: t(`text.${text}`) }))}
      onChange={onChange}
      testId="picture-text"
    />
  );
}

/** The picture as it would be saved. */
function usePreview({ marks, text, scale }: PictureChoice, stack: boolean) {
  const [made, setMade] = useState<{ readonly url: string; readonly size: string }>();
  useEffect(() => {
    let stale = false;
    let url = '';
    const make = async (): Promise<void> => {
      const canvas = await activePicture({ marks, text, scale: stack ? scale : PLANE_SCALE });
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
      if (stale || !blob) return;
      url = URL.createObjectURL(blob);
      setMade({ url, size: `${canvas.width} × ${canvas.height}` });
    };
    make().catch((error: unknown) => console.warn('picture:', error));
    return () => {
      stale = true;
      // Not at once: the picture may still be loading it.
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    };
  }, [marks, text, scale, stack]);
  return made;
}
