import { Button, Modal } from "@mantine/core";
import { IconPlus, IconRoute } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { RelayListView, RelayView } from "../../../../../contract/relays.ts";
import { useApiQuery, useCan, useSession } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  EmptyState,
  Loaded,
  Notice,
  Page,
  useTexts,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { PresetChoice } from "./preset-choice.tsx";
import type { Preset } from "./presets.ts";
import { RelayCard } from "./relay-card.tsx";
import { RelayForm } from "./relay-form.tsx";
import "./relays.css";
import { texts } from "./texts.ts";

type Editing =
  | { kind: "choose" }
  | { kind: "new"; preset: Preset }
  | { kind: "edit"; relay: RelayView };

/** The ways mails leave the house: in which order, for what, where they are worked on, and how they do (SND-18, ORG-09). */
export default function RelaysPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const { account } = useSession();
  const mayChange = can("relays.write");
  const query = useApiQuery<RelayListView>("/relays", undefined, { refetchInterval: () => 15_000 });
  const [editing, setEditing] = useState<Editing>();
  const close = (): void => setEditing(undefined);
  const items = query.data?.items ?? [];
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
      actions={
        mayChange &&
        items.length > 0 && (
          <Button
            leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
            onClick={() => setEditing({ kind: "choose" })}
          >
            {t("add")}
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
        {(data) => (
          <div className="k-stack-lg">
            {account.mode === "sandbox" && <Notice tone="plain">{t("sandbox")}</Notice>}
            {data.items.length === 0 ? (
              <Card>
                <EmptyState
                  icon={<IconRoute size={28} stroke={1.6} />}
                  title={t("emptyTitle")}
                  text={
                    data.installation
                      ? t("emptyInstallation", { host: data.installation.host })
                      : t("emptyNone")
                  }
                />
                {mayChange && (
                  <PresetChoice onChoose={(preset) => setEditing({ kind: "new", preset })} />
                )}
              </Card>
            ) : (
              <>
                {data.items.length > 1 && <p className="k-muted">{t("order")}</p>}
                {data.items.map((relay) => (
                  <RelayCard
                    key={relay.id}
                    relay={relay}
                    mayChange={mayChange}
                    onEdit={() => setEditing({ kind: "edit", relay })}
                  />
                ))}
              </>
            )}
          </div>
        )}
      </Loaded>
      <Modal
        opened={editing !== undefined}
        onClose={close}
        size={640}
        title={
          editing?.kind === "edit" ? t("edit") : editing?.kind === "new" ? t("add") : t("choose")
        }
      >
        {editing?.kind === "choose" && (
          <PresetChoice onChoose={(preset) => setEditing({ kind: "new", preset })} />
        )}
        {editing && editing.kind !== "choose" && (
          <RelayForm
            key={editing.kind === "edit" ? editing.relay.id : editing.preset.id}
            {...(editing.kind === "edit" ? { relay: editing.relay } : { preset: editing.preset })}
            privateHosts={query.data?.privateHosts ?? []}
            onClose={close}
          />
        )}
      </Modal>
    </Page>
  );
}
