import type { ReactNode } from "react";
import type { ChecklistView } from "../../../../../contract/compliance.ts";
import type { WordingView } from "../../../../../contract/consent.ts";
import type { ListView } from "../../../../../contract/lists.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  ExclusionList,
  Grid,
  Loaded,
  useTexts,
  type Audience,
} from "../../../ui/index.ts";
import { Cockpit, Proven } from "../cockpit.tsx";
import { Attention } from "./attention.tsx";
import { ChecklistCard } from "./checklist-card.tsx";
import { LooksCard } from "./looks-card.tsx";
import { PeopleCard } from "./people-card.tsx";
import { PermissionCard } from "./permission-card.tsx";
import { texts } from "./texts.ts";

/** The cockpit of the data protection officer: what needs a decision, how things stand, who looked at whom. */
export default function OverviewPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const checks = useApiQuery<ChecklistView>("/checks");
  const wordings = useApiQuery<{ items: WordingView[] }>(
    can("wordings.read") ? "/wordings" : undefined,
  );
  const audience = useWholeAudience();
  return (
    <Cockpit section="overview">
      <Loaded query={checks} skeleton={<CardSkeletons count={2} />}>
        {(checklist) => (
          <Grid>
            <Attention
              className="c8"
              checklist={checklist}
              wordings={wordings.data?.items ?? []}
              audience={audience}
            />
            <ChecklistCard className="c4" checklist={checklist} />
            {can("reports.read") && <PermissionCard />}
            <div className="c7 k-stack-lg">
              {can("lists.read") && <PeopleCard audience={audience} />}
              {can("audit.read") && <LooksCard />}
              <Proven>{t("proven")}</Proven>
            </div>
            {can("lists.read") && <WhyNot audience={audience} />}
          </Grid>
        )}
      </Loaded>
    </Cockpit>
  );
}

function WhyNot({ audience }: { audience: Audience | undefined }): ReactNode {
  const t = useTexts(texts);
  const words =
    audience && audience.reasons.length === 0
      ? t(audience.candidates === 0 ? "nobody" : "everybody")
      : undefined;
  return (
    <Card className="c5" id="why" title={t("whyNot")}>
      {words ? (
        <p className="k-muted">{words}</p>
      ) : (
        audience && <ExclusionList reasons={audience.reasons} />
      )}
    </Card>
  );
}

/** Everybody on any list, as the gate counts them now. Undefined while it is being counted. */
function useWholeAudience(): Audience | undefined {
  const can = useCan();
  const lists = useApiQuery<{ items: ListView[] }>(can("lists.read") ? "/lists" : undefined);
  const ids = lists.data?.items.filter((list) => !list.archivedAt).map((list) => list.id);
  const none = ids?.length === 0;
  const audience = useApiQuery<Audience>(ids && !none ? "/audience" : undefined, {
    lists: ids?.join(","),
  });
  return none ? { candidates: 0, mailable: 0, measurable: 0, reasons: [] } : audience.data;
}
