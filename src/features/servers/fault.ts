/** The latest fault of a server that the reader has not taken note of. */
import { create } from 'zustand';
import { ServerError, type ServerConfig, type ServerReason } from '../../dicom/web';

export interface ServerFault {
  readonly server: string;
  readonly reason: ServerReason;
  readonly detail: string;
  readonly policy?: string;
  /** Does it again. */
  readonly again?: () => void;
}

export const useFault = create<{ readonly fault?: ServerFault }>(() => ({}));

export const sayFault = (error: ServerError, again?: () => void): void => {
  const { server, reason, detail, policy } = error;
  useFault.setState({
    fault: { server, reason, detail, ...(policy && { policy }), ...(again && { again }) },
  });
};

export const dismissFault = (): void => useFault.setState({ fault: undefined });

/** What was thrown, as a fault of this server. */
export const faultOf = (server: Pick<ServerConfig, 'name'>, error: unknown): ServerError =>
  error instanceof ServerError
    ? error
    : new ServerError('badAnswer', error instanceof Error ? error.message : String(error), {
        server: server.name,
      });
