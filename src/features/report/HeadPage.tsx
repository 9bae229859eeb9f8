import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { FileButton } from './FileButton';
import { logoFrom } from './logo';
import { changeSetup, useSetup } from './setup';

const parts = ['hospital', 'department', 'physician', 'reviewer'] as const;

/** The head of the paper: hospital, department, who writes and who checks, and the logo. */
export function HeadPage() {
  const { t } = useTranslation('templates');
  const header = useSetup((s) => s.header);
  const [fault, setFault] = useState('');
  const take = async (file: File) => {
    try {
      const logo = await logoFrom(file);
      changeSetup({ header: { ...useSetup.getState().header, logo } });
      setFault('');
    } catch (error) {
      setFault(
        t('head.refused', { name: file.name, why: error instanceof Error ? error.message : String(error) }),
      );
    }
  };
  return (
    <div className="setup-head">
      {parts.map((part) => (
        <label key={part} className="sign-field">
          {t(`head.${part}`)}
          <input
            className="field"
            data-testid={`head-${part}`}
            defaultValue={header[part]}
            placeholder={part === 'hospital' ? t('head.fromImages') : undefined}
            onInput={(event) => {
              const value = event.currentTarget.value.trim();
              if (value !== header[part]) changeSetup({ header: { ...header, [part]: value } });
            }}
          />
        </label>
      ))}
      <div className="setup-logo">
        <FileButton
          label={t('head.logo')}
          accept="image/png,image/jpeg,image/svg+xml"
          testId="logo-file"
          onFiles={([file]) => void take(file)}
        />
        {header.logo && (
          <>
            <Picture png={header.logo.png} label={t('head.logoIs')} />
            <Button look="quiet" onClick={() => changeSetup({ header: { ...header, logo: undefined } })}>
              {t('head.noLogo')}
            </Button>
          </>
        )}
      </div>
      <p role="status">{fault}</p>
    </div>
  );
}

function Picture({ png, label }: { readonly png: Uint8Array<ArrayBuffer>; readonly label: string }) {
  const picture = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([png], { type: 'image/png' }));
    if (picture.current) picture.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [png]);
  return <img ref={picture} alt={label} />;
}
