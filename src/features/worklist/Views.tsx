import { Bookmark, Check, Pencil, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Dialog, Menu, type MenuItem } from '../../ui';
import { useWorklist } from './store';
import { deleteView, editView, givenViews, isChanged, saveView, showView } from './views';

type Asking = { readonly what: 'save' | 'rename' | 'delete'; readonly id?: string; readonly name: string };

/** The kept views: choose one, keep the list as it stands under a name, change or delete a view of one's own. */
export function Views() {
  const { t } = useTranslation('worklist');
  const views = useWorklist((s) => s.views);
  const viewId = useWorklist((s) => s.viewId);
  // Read so that the mark of a changed view follows them.
  useWorklist((s) => s.filter);
  useWorklist((s) => s.sort);
  const [asking, setAsking] = useState<Asking>();
  const own = views.find(({ id }) => id === viewId);
  const name = own?.name ?? t(`view.${viewId}`);
  const changed = isChanged();

  const items: MenuItem[] = [
    ...givenViews.map(({ id }) => ({
      id,
      label: t(`view.${id}`),
      checked: id === viewId,
      testId: `wl-view-${id}`,
      onSelect: () => showView(id),
    })),
    ...views.map(({ id, name: label }) => ({
      id,
      label,
      group: t('view.own'),
      checked: id === viewId,
      testId: 'wl-view-own',
      onSelect: () => showView(id),
    })),
    {
      id: 'save',
      label: t('view.save'),
      group: t('view.this'),
      icon: <Save size={14} />,
      testId: 'wl-view-save',
      onSelect: () => setAsking({ what: 'save', name: '' }),
    },
    ...(own
      ? [
          {
            id: 'restate',
            label: t('view.restate', { name: own.name }),
            group: t('view.this'),
            icon: <Check size={14} />,
            disabled: !changed,
            testId: 'wl-view-restate',
            onSelect: () => editView(own.id, { restate: true }),
          },
          {
            id: 'rename',
            label: t('view.rename'),
            group: t('view.this'),
            icon: <Pencil size={14} />,
            testId: 'wl-view-rename',
            onSelect: () => setAsking({ what: 'rename', id: own.id, name: own.name }),
          },
          {
            id: 'delete',
            label: t('view.delete'),
            group: t('view.this'),
            icon: <Trash2 size={14} />,
            testId: 'wl-view-delete',
            onSelect: () => setAsking({ what: 'delete', id: own.id, name: own.name }),
          },
        ]
      : []),
  ];

  return (
    <>
      <Menu
        label={t('view.label', { name })}
        items={items}
        className="button button-plain wl-facet"
        testId="wl-views"
      >
        <Bookmark size={14} aria-hidden />
        <span>{name}</span>
        {changed && <span className="wl-changed">{t('view.changed')}</span>}
      </Menu>
      {asking && <Ask asking={asking} onDone={() => setAsking(undefined)} />}
    </>
  );
}

function Ask({ asking, onDone }: { readonly asking: Asking; readonly onDone: () => void }) {
  const { t } = useTranslation('worklist');
  const [name, setName] = useState(asking.name);
  const { what, id } = asking;
  const submit = () => {
    const words = name.trim();
    if (what !== 'delete' && words === '') return;
    if (what === 'save') saveView(words);
    else if (what === 'rename' && id) editView(id, { name: words });
    else if (id) deleteView(id);
    onDone();
  };
  return (
    <Dialog
      title={t(`view.${what}`)}
      onSubmit={submit}
      onCancel={onDone}
      testId="wl-view-dialog"
      actions={
        <>
          <Button look="quiet" onClick={onDone}>
            {t('cancel')}
          </Button>
          <Button look={what === 'delete' ? 'danger' : 'primary'} type="submit" data-testid="wl-view-done">
            {t(what === 'delete' ? 'view.delete' : 'view.keep')}
          </Button>
        </>
      }
    >
      {what === 'delete' ? (
        <p>{t('view.deleteAsk', { name: asking.name })}</p>
      ) : (
        <label className="wl-name">
          {t('view.name')}
          <input
            autoFocus
            className="field"
            value={name}
            maxLength={60}
            data-testid="wl-view-name"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
      )}
    </Dialog>
  );
}
