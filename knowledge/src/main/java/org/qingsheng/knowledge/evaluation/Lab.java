package org.qingsheng.knowledge.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Files;
import java.util.*;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.*;

final class Lab {
  public static void main(String[] a) throws IOException {
    Path corpora = Path.of("/work/shared/corpora");
    Pairs pairs = Boolean.getBoolean("pairs") ? Pairs.read(corpora.resolve("train/pairs.tsv")) : Pairs.none();
    for (String t : a) {
      boolean cold = t.endsWith("-cold");
      String task = t.replace("-cold", "");
      long t0 = System.nanoTime();
      List<Entry> entries = Corpus.entries(corpora.resolve(task).resolve("kb.jsonl"), cold);
      List<Corpus.Question> all = Corpus.questions(corpora.resolve(task).resolve("queries-dev.jsonl"));
      var intents = new Intents(all);
      var fit = all.stream().filter(q -> intents.of(q) % 2 == 0).toList();
      var report = all.stream().filter(q -> intents.of(q) % 2 != 0).toList();
      if (Boolean.getBoolean("swap")) { var x = fit; fit = report; report = x; }
      Fitting.Fitted f = new Fitting(entries, fit, pairs, report).fit(task, 0.97, Map.of());
      long t1 = System.nanoTime();
      List<Outcome> out;
      String noise = "";
      try (var k = LuceneKnowledge.over(f.model(), f.base())) {
        out = Evaluation.outcomes(k, report);
        int found = 0, in = 0;
        for (var q : report) if (!q.relevant().isEmpty()) {
          in++;
          var ex = k.examine(q.query());
          if (ex.candidates().stream().anyMatch(c -> q.relevant().contains(ex.base().entry(c.entry()).id().value()))) found++;
        }
        if (Boolean.getBoolean("single")) for (Feature x : Feature.values()) {
          int ok = 0;
          for (var q : report) if (!q.relevant().isEmpty()) {
            var ex = k.examine(q.query());
            var best = ex.candidates().stream().max(Comparator.comparingDouble((Candidate c) -> c.feature(x))).orElse(null);
            if (best != null && q.relevant().contains(ex.base().entry(best.entry()).id().value())) ok++;
          }
          if ((double) ok / in > 0.5) System.out.printf("%s alone %.4f%n", x, (double) ok / in);
        }
        noise += String.format(" recall@cand %.4f", (double) found / in);
        Path nf = corpora.resolve(task).resolve("noise-dev.jsonl");
        if (!Boolean.getBoolean("nonoise") && Files.exists(nf)) {
          var ids = new HashSet<String>(); for (var q : report) ids.add(q.id());
          var bases = new HashMap<String,String>();
          var mapper = new com.fasterxml.jackson.databind.ObjectMapper();
          for (String l : Files.readAllLines(nf)) { var n = mapper.readTree(l); bases.put(n.path("id").asText(), n.path("base").asText()); }
          var nq = Corpus.questions(nf).stream().filter(q -> ids.contains(bases.get(q.id()))).toList();
          var by = new TreeMap<String, int[]>();
          for (Outcome o : Evaluation.outcomes(k, nq)) { int[] c = by.computeIfAbsent(o.question().kind(), _ -> new int[2]); c[0]++; if (o.firstIsRight()) c[1]++; }
          double clean = (double) by.get("clean")[1] / by.get("clean")[0]; double s = 0;
          var sb = new StringBuilder();
          for (var e : by.entrySet()) { double r = (double) e.getValue()[1] / e.getValue()[0]; if (!e.getKey().equals("clean")) s += r; sb.append(String.format(" %s %.3f", e.getKey(), r)); }
          noise += String.format("\n   noise %.3f |%s", s / (by.size() - 1) / clean, sb);
        }
      }
      if (Boolean.getBoolean("weights")) { int i=0; for (Feature x : Feature.values()) System.out.printf("%s %.2f%n", x, f.model().weights().get(i++)); }
      System.out.println(t + " | " + Figures.of(out).lab(f.rehearsed(), out) + noise + String.format("  [fit %.1fs eval %.1fs] thr %.3f %.2f", (t1 - t0) / 1e9, (System.nanoTime() - t1) / 1e9, f.model().answerThreshold(), f.model().clarifyThreshold()));
    }
  }
}
