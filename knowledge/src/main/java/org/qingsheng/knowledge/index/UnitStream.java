package org.qingsheng.knowledge.index;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.qingsheng.knowledge.text.Tokens;

/** Hands the units, or the bigrams, of a text to Lucene. */
final class UnitStream extends TokenStream {
  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final Tokens tokens;
  private final boolean bigrams;
  private int next;

  UnitStream(Tokens tokens, boolean bigrams) {
    this.tokens = tokens;
    this.bigrams = bigrams;
  }

  @Override
  public boolean incrementToken() {
    clearAttributes();
    while (next < tokens.size()) {
      int at = next++;
      if (!bigrams || (at > 0 && tokens.joins(at))) {
        term.append(cut(bigrams ? tokens.bigram(at) : tokens.unit(at)));
        return true;
      }
    }
    return false;
  }

  /** A term of Lucene has at most 32,766 bytes; nobody asks for a word of a hundred letters. */
  static String cut(String term) {
    return term.length() <= 100 ? term : term.substring(0, 100);
  }

  @Override
  public void reset() {
    next = 0;
  }
}
