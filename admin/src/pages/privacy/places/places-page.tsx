import { Button, Textarea } from "@mantine/core";
import { IconWorld } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { PlacesView, PlaceView, Standing } from "../../../../../contract/oversight.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  CardSkeletons,
  ConfirmDialog,
  Loaded,
  Notice,
  Pill,
  showDone,
  useFormat,
  useLocale,
  useTexts,
  type Tone,
} from "../../../ui/index.ts";
import { Cockpit } from "../cockpit.tsx";
import { countryName } from "./countries.ts";
import { FoundCard, isFound } from "./found-card.tsx";
import { PlaceDialog } from "./place-dialog.tsx";
import "./places.css";
import { PlaceTabs } from "./place-tabs.tsx";
import { texts } from "./texts.ts";

const GROUPS: readonly [
  name: "todo" | "transfer" | "eea" | "own" | "open",
  standings: Standing[],
][] = [
  ["todo", ["undeclared", "outside"]],
  ["transfer", ["transfer"]],
  ["eea", ["eea"]],
  ["own", ["own"]],
  ["open", ["open"]],
];
const TONES: Readonly<Record<Standing, Tone>> = {
  undeclared: "wait",
  outside: "danger",
  transfer: "go",
  eea: "ok",
  own: "plain",
  open: "plain",
};

/** Where data lie and go, on which ground (ORG-09): what needs somebody first. */
export default function PlacesPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const query = useApiQuery<PlacesView>("/places");
  const [edited, setEdited] = useState<PlaceView | "new">();
  const manages = can("privacy.manage");
  return (
    <Cockpit
      section="places"
      actions={
        can("privacy.manage") && <Button onClick={() => setEdited("new")}>{t("add")}</Button>
      }
    >
      <PlaceTabs current="places" />
      <div className="k-stack-lg">
        <p className="k-muted pv-lead">{t("lead")}</p>
        <Loaded query={query} skeleton={<CardSkeletons count={2} />}>
          {(view) => (
            <>
              <Limit view={view} />
              <FoundCard places={view.items} onEdit={setEdited} />
              {GROUPS.map(([group, standings]) => {
                const items = view.items
                  .filter(({ standing }) => standings.includes(standing))
                  .filter((place) => !manages || !isFound(place));
                if (items.length === 0) return null;
                return (
                  <Card key={group} title={t(`groups.${group}`)}>
                    <p className="k-muted">{t(`groupText.${group}`)}</p>
                    <ul className="plc-list">
                      {items.map((place) => (
                        <Place key={place.key} place={place} onEdit={() => setEdited(place)} />
                      ))}
                    </ul>
                  </Card>
                );
              })}
            </>
          )}
        </Loaded>
      </div>
      {edited !== undefined && (
        <PlaceDialog
          place={edited === "new" ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Cockpit>
  );
}

/** Whether data may only go to settled places, and the switch for whoever answers for it. */
function Limit({ view }: { view: PlacesView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const save = useApiMutation(
    (euOnly: boolean) => api.put("/place-settings", { euOnly, ...(euOnly ? {} : { reason }) }),
    {
      invalidates: ["/places", "/dashboard"],
      onSuccess: () => {
        setAsking(false);
        showDone(t("saved"));
      },
    },
  );
  const { euOnly, enforced, open } = view;
  return (
    <Notice
      tone={!euOnly ? "danger" : open > 0 ? "wait" : "ok"}
      icon={<IconWorld size={20} stroke={1.6} aria-hidden="true" />}
      title={`${t("euTitle")} · ${open > 0 ? t("open", { count: open }) : t("settled")}`}
      action={
        can("privacy.manage") && (
          <Button
            size="xs"
            loading={save.isPending}
            onClick={() => (euOnly ? setAsking(true) : save.mutate(true))}
          >
            {t(euOnly ? "switchOff" : "switchOn")}
          </Button>
        )
      }
    >
      <p>{!euOnly ? t("euOff", { reason: view.reason }) : enforced ? t("euOn") : t("euSandbox")}</p>
      {asking && (
        <ConfirmDialog
          opened
          title={t("offTitle")}
          action={t("switchOff")}
          danger
          onClose={() => setAsking(false)}
          onConfirm={() => save.mutateAsync(false)}
          words={{ reason_missing: t("reasonHelp") }}
        >
          <div className="k-stack">
            <p>{t("offText")}</p>
            <Textarea
              label={t("reason")}
              description={t("reasonHelp")}
              required
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </div>
        </ConfirmDialog>
      )}
    </Notice>
  );
}

function Place({ place, onEdit }: { place: PlaceView; onEdit: () => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const can = useCan();
  const path = place.usedBy.find((use) => use.path !== null)?.path;
  const isOurs = place.standing !== "own" && place.standing !== "open";
  const day = (text: string): string => format.date(`${text}T12:00:00Z`);
  const roles = [...new Set(place.usedBy.map(({ role }) => t(`roles.${role}`)))];
  const role = roles.length > 0 ? roles.join(", ") : t(`roles.${place.role}`);
  const isOwn = place.standing === "own";
  return (
    <li>
      <div>
        <p className="k-lab">{isOwn ? t("installation") : role}</p>
        <p>
          <b>{isOwn ? role : place.company || (isOurs ? t("unknownCompany") : place.name)}</b>
        </p>
        <p className="k-small k-muted">
          {[place.host ?? (isOwn ? t("here") : ""), place.purpose].filter(Boolean).join(" · ")}
        </p>
      </div>
      <div>
        {place.country !== null && <p>{countryName(place.country, locale)}</p>}
        {isOurs && (
          <p className="k-small k-muted">
            {[
              t(`contracts.${place.contract}`),
              place.contractOn && t("contractSince", { day: day(place.contractOn) }),
            ]
              .filter(Boolean)
              .join(" ")}
          </p>
        )}
        {place.transfer && (
          <p className="k-small k-muted">
            {[
              t(`bases.${place.transfer.basis}`),
              t("review", { day: day(place.transfer.reviewOn) }),
            ].join(" · ")}
          </p>
        )}
      </div>
      <Pill tone={TONES[place.standing]}>{t(`standings.${place.standing}`)}</Pill>
      <div className="plc-acts">
        {isOurs && can("privacy.manage") && !place.key.startsWith("settings:") && (
          <Button
            size="xs"
            variant={place.id === null ? "filled" : "default"}
            onClick={onEdit}
            aria-label={`${t(place.id === null ? "settle" : "change")}: ${place.company || place.name}`}
          >
            {t(place.id === null ? "settle" : "change")}
          </Button>
        )}
        {path && (
          <ButtonLink size="xs" variant="subtle" to={path}>
            {t("toSettings")}
          </ButtonLink>
        )}
      </div>
    </li>
  );
}
