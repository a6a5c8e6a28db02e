/** What the report says, in the languages that auditors here read. */
export type Language = "en" | "fr";

interface Words {
  title: string;
  passed: string;
  failed: string;
  mustFail: string;
  hypothesis: string;
  twinOnly: string;
  jurisdiction: string;
  by: string;
  when: string;
  program: string;
  checks: string;
  found: string;
  wanted: string;
  unknown(count: number): string;
  course: string;
  chart: string;
  after: string;
  region: string;
  fault: string;
  controls: string;
  verify: string;
  check(name: string): string;
  mark(kind: string): string;
}

const marks = {
  en: {
    fault: "fault begins",
    unhealthy: "health checks find the Region unhealthy",
    answered: "DNS answers with another Region",
    good: "people's requests are answered again",
    cleared: "fault ends",
    healthy: "health checks find the Region healthy",
    returned: "DNS answers with the Region again",
  },
  fr: {
    fault: "début de la panne",
    unhealthy: "les contrôles d’état jugent la région défaillante",
    answered: "le DNS répond par une autre région",
    good: "les requêtes des personnes aboutissent de nouveau",
    cleared: "fin de la panne",
    healthy: "les contrôles d’état jugent la région saine",
    returned: "le DNS répond de nouveau par la région",
  },
} as const;

/** By the names that judge.ts and run.ts give. */
const checksInFrench: readonly [RegExp, string][] = [
  [/^(.+): served again, lastingly$/, "$1 : servi de nouveau, durablement"],
  [
    /^acknowledged writes that were not there when people were served again$/,
    "écritures confirmées absentes à la reprise",
  ],
  [/^seconds that they went back$/, "recul de ces écritures, en secondes"],
  [/^clients were watched all the time$/, "clients observés sans interruption"],
  [/^the fault was felt$/, "la panne a été ressentie"],
  [/^nobody noticed$/, "personne n’a rien remarqué"],
  [
    /^clients whose last acknowledged write is gone at the end$/,
    "clients dont la dernière écriture confirmée manque à la fin",
  ],
  [/^Regions outside of the jurisdiction that served$/, "régions hors de la juridiction ayant servi"],
  [/^personal data outside of its home$/, "données personnelles hors de leur juridiction"],
  [/^the host kept up$/, "la machine a suivi l’horloge"],
  [
    /^new connections that are still served elsewhere at the end$/,
    "nouvelles connexions encore servies ailleurs à la fin",
  ],
  [/^turns that were served while nobody may serve them$/, "tours servis alors que nul ne le devait"],
  [/^without any turn of a client it fails$/, "sans aucun tour de client, l’exercice échoue"],
  [
    /^before the fault nothing was lost and nobody was refused$/,
    "avant la panne, rien n’a été perdu et personne n’a été refusé",
  ],
];

export const words: Readonly<Record<Language, Words>> = {
  en: {
    title: "Drill",
    passed: "Passed",
    failed: "Failed",
    mustFail: "(a negative control: it passes where its objectives are missed)",
    hypothesis: "Hypothesis",
    twinOnly: "Shown by the twin, which stands in for AWS on one machine. It has not been shown on AWS.",
    jurisdiction: "Jurisdiction and Regions",
    by: "Carried out by",
    when: "Fault to end",
    program: "Commit of the program",
    checks: "What was checked",
    found: "found",
    wanted: "wanted",
    unknown: (count) => `Writes whose outcome no client knows: ${count}. They count as neither kept nor lost.`,
    course: "Course",
    chart: "Each client's turns, by the Region that served them",
    after: "after the fault",
    region: "Region",
    fault: "fault",
    controls: "Controls",
    verify: "What is in this folder is as it was written:",
    check: (name) => name,
    mark: (kind) => marks.en[kind as keyof typeof marks.en] ?? kind,
  },
  fr: {
    title: "Exercice",
    passed: "Réussi",
    failed: "Échoué",
    mustFail: "(contrôle négatif : il réussit si ses objectifs ne sont pas atteints)",
    hypothesis: "Hypothèse",
    twinOnly: "Montré par le jumeau, qui remplace AWS sur une seule machine. N’a pas été montré sur AWS.",
    jurisdiction: "Juridiction et régions",
    by: "Mené par",
    when: "De la panne à la fin",
    program: "Version du programme (commit)",
    checks: "Ce qui a été vérifié",
    found: "constaté",
    wanted: "attendu",
    unknown: (count) =>
      `Écritures dont aucun client ne connaît l’issue : ${count}. Elles ne comptent ni comme conservées ni comme perdues.`,
    course: "Déroulement",
    chart: "Tours de chaque client, selon la région qui les a servis",
    after: "après la panne",
    region: "Région",
    fault: "panne",
    controls: "Contrôles",
    verify: "Le contenu de ce dossier est tel qu’il a été écrit :",
    check: (name) => checksInFrench.reduce((text, [pattern, french]) => text.replace(pattern, french), name),
    mark: (kind) => marks.fr[kind as keyof typeof marks.fr] ?? kind,
  },
};
