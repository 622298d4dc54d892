package org.qingsheng.bot.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import org.qingsheng.knowledge.RegionCode;

/** Reads a region code from its plain text form. */
final class RegionCodeReader extends StdScalarDeserializer<RegionCode> {
  private static final long serialVersionUID = 1L;

  RegionCodeReader() {
    super(RegionCode.class);
  }

  @Override
  public RegionCode deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    return new RegionCode(parser.getValueAsString());
  }
}
