import type { ReactNode } from "react";
import {
  Card,
  Curve,
  CurveKey,
  Estimate,
  Figures,
  Funnel,
  Grid,
  Hidden,
  KeyValue,
  Pill,
  ProgressBar,
  ReasonList,
  Sparkline,
  SplitBar,
  StatFigure,
  Big,
  type CurvePoint,
} from "../ui/index.ts";

const OPENS = [3310, 1420, 691, 410, 230, 142, 266, 148, 95, 70, 48, 22];
const CLICKS = [842, 356, 170, 98, 52, 34, 66, 37, 23, 19, 14, 6];

const POINTS: CurvePoint[] = OPENS.map((opens, index) => {
  const last = index === OPENS.length - 1;
  const day = last ? 23 : 10 + index;
  return {
    x: day,
    label: last ? "21.–23. November 2026 (zusammengefasst)" : `${day}. November 2026`,
    ...(index % 3 === 0 || last ? { axis: index === 0 || last ? `${day}. Nov.` : `${day}.` } : {}),
    values: [opens, CLICKS[index] ?? null],
    ...(last ? { merged: true } : {}),
  };
});

export function FiguresSection(): ReactNode {
  return (
    <Grid>
      <Card>
        <Funnel
          label="Trichter"
          keys={["persönlich", "anonym"]}
          stages={[
            { id: "selected", label: "Ausgewählt", value: 12480, base: "Empfänger der Liste" },
            {
              id: "sent",
              label: "Versendet (angenommen)",
              value: 12118,
              base: "97,1 % der Ausgewählten",
            },
            {
              id: "opens",
              label: "Öffnungen netto",
              value: 4418,
              share: 4418 / 12118,
              personal: 1942,
              base: "4.418 von 12.118",
              formula: {
                expression: "(1.942 + 2.476) ÷ 12.118 = 36,5 %",
                text: "1.942 persönlich gemessen, 2.476 anonym gezählt. Basis: angenommene Nachrichten. Ohne 3.208 maschinelle Abrufe.",
              },
            },
            {
              id: "clicks",
              label: "Klicks netto",
              value: 1196,
              share: 1196 / 12118,
              personal: 508,
              base: "1.196 von 12.118",
              formula: { expression: "(508 + 688) ÷ 12.118 = 9,9 %" },
            },
          ]}
        />
      </Card>
      <Card
        className="c8"
        title="Verlauf"
        aside={<CurveKey series={["Öffnungen brutto", "Klicks brutto"]} />}
      >
        <Curve
          label="Öffnungen und Klicks je Tag"
          firstColumn="Tag"
          series={["Öffnungen brutto", "Klicks brutto"]}
          points={POINTS}
          foot="Tage mit weniger als 10 neuen Abrufen erscheinen erst zusammen mit den folgenden Tagen."
        />
      </Card>
      <Card
        className="c4"
        title="Nicht versendet"
        aside={
          <>
            <b>276</b> von 12.480
          </>
        }
        foot="Außerdem 86 nach der Übergabe abgewiesen: 52 endgültig, 34 vorübergehend."
      >
        <ReasonList
          reasons={[
            { id: "1", title: "Anmeldung nicht bestätigt", count: 124, rule: "DOI-01" },
            {
              id: "2",
              title: "Werbung widersprochen",
              count: 61,
              rule: "UNS-17",
              text: "Gilt für alle Listen.",
            },
            { id: "3", title: "Zurückgehaltene Adresse", count: 48, rule: "SND-09" },
            { id: "4", title: "Auf der Blacklist", count: <Hidden under={10} />, rule: "UNS-24" },
          ]}
        />
      </Card>
      <Card className="c5" title="Unterwegs" aside={<Pill tone="go">wird versendet</Pill>}>
        <p>
          <b>Anlagebrief November</b>
          <br />
          <span className="k-muted k-small">Seit 09:12 Uhr · Liste „Anlage und Vorsorge“</span>
        </p>
        <ProgressBar
          big
          label="Anlagebrief November"
          done={6480}
          total={9640}
          unit="Empfängern"
          perMinute={1150}
          secondsLeft={170}
          details={[["Angenommen / abgewiesen", "6.466 / 14"]]}
        />
      </Card>
      <Card className="c7" title="Das letzte Mailing" aside="10. November 2026">
        <Figures>
          <StatFigure label="Versendet" value={12118} base="angenommen, von 12.480 Ausgewählten" />
          <StatFigure
            label="Öffnungen netto"
            share={0.3646}
            base="4.418 von 12.118"
            formula={{ expression: "4.418 ÷ 12.118 = 36,5 %" }}
          />
          <StatFigure
            label="Klicks netto"
            share={0.0987}
            base="1.196 von 12.118"
            formula={{ expression: "1.196 ÷ 12.118 = 9,9 %" }}
          />
        </Figures>
        <div style={{ marginTop: 24 }} className="k-stack">
          <ProgressBar
            label="Import"
            done={412000}
            total={1000000}
            perMinute={480000}
            secondsLeft={74}
          />
          <ProgressBar label="Vorbereitung" done={1200} tone="wait" />
        </div>
      </Card>
      <Card className="c3" title="Abonnenten">
        <StatFigure value={13902} base="+ 214 in 30 Tagen" />
        <Sparkline
          label="Abonnenten: 12.940 im November 2025, 13.902 im November 2026"
          values={[
            12940, 12990, 13020, 13060, 13090, 13150, 13210, 13250, 13300, 13350, 13440, 13560,
            13902,
          ]}
          from="Nov. 2025"
          to="Nov. 2026"
        />
      </Card>
      <Card className="c3" title="Maschinelle Abrufe">
        <StatFigure value={3208} tone="muted" base="gesondert gezählt, in keiner Quote enthalten" />
        <p className="k-small" style={{ marginTop: 16 }}>
          Geschätzt <Estimate low={6} high={15} />, rund <Estimate low={1200} />, klein{" "}
          <Hidden under={10} /> <Hidden />
        </p>
      </Card>
      <Card className="c6" title="Persönlich gemessen">
        <StatFigure share={0.356} base="4.316 von 12.118 Empfängern haben Profiling erlaubt" />
        <SplitBar
          label="Messung"
          parts={[
            { label: "persönlich: Profiling erlaubt", value: 4350 },
            { label: "nur anonym gezählt", value: 7854 },
            { label: "gar nicht", value: 900 },
          ]}
        />
        <KeyValue
          items={[
            ["Öffner persönlich", "1.942 (45,0 %)"],
            ["Öffnungen anonym", "2.476 (31,7 %)"],
            ["Leer", <Big key="b" value="0" />],
          ]}
        />
      </Card>
    </Grid>
  );
}
