// snippet begin
module consumer {
    requires io.github.ekyc;
    requires org.slf4j;
}
// snippet end
