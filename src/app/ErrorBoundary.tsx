import { Component, type ErrorInfo, type ReactNode } from 'react';
import { i18n } from '../i18n';
import { Button } from '../ui';
import './error-boundary.css';

interface Props {
  readonly children: ReactNode;
  /** Writes what is not saved yet; called at once when the page breaks. */
  readonly save: () => Promise<void>;
}

interface State {
  readonly error?: Error;
  readonly saved?: boolean;
}

/** The last net: the page broke. The work is written, and a reload brings it back. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
    this.props.save().then(
      () => this.setState({ saved: true }),
      () => this.setState({ saved: false }),
    );
  }

  override render() {
    const { error, saved } = this.state;
    if (!error) return this.props.children;
    const t = i18n.getFixedT(null, 'app');
    return (
      <main className="broken" role="alert" data-testid="broken">
        <h1>{t('broken.title')}</h1>
        <p>{saved === false ? t('broken.notSaved') : t('broken.saved')}</p>
        <div>
          <Button look="primary" size="large" onClick={() => location.reload()}>
            {t('broken.reload')}
          </Button>
          <Button
            look="quiet"
            size="large"
            onClick={() => void navigator.clipboard.writeText(`${error.stack ?? error.message}`)}
          >
            {t('broken.copy')}
          </Button>
        </div>
        <code>{error.message}</code>
      </main>
    );
  }
}
